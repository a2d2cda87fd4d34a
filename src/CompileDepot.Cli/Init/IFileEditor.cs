namespace CompileDepot.Cli.Init;

/// <summary>
/// What <c>init</c> does to one kind of file. Implementations are pure: bytes in, bytes out, so that all files can be checked before any is written.
/// </summary>
/// <remarks>
/// <para>No state is kept anywhere, so removing has to tell from the text alone what adding did. Three rules make it sound:</para>
/// <list type="number">
/// <item>A file that was created holds exactly the text of <see cref="Created"/> (line ends and byte order mark aside, since Git and editors change
/// them; and whatever its version). Only such a file is deleted; anything else was somebody's, or has become somebody's, and is kept.</item>
/// <item>Adding to an existing file never gives that text: an object or element that stood there empty is filled in another spelling,
/// which each editor documents.</item>
/// <item>What is added begins directly after a character that is not blank and, where it has a line of its own, brings its line end and indent along
/// <em>in front</em>. So taking it out with the blanks in front of it, one line end at most, is the exact inverse.</item>
/// </list>
/// </remarks>
internal interface IFileEditor
{
    /// <summary>The whole text of a file that did not exist.</summary>
    byte[] Created { get; }

    /// <summary>The file with the SDK added; the same bytes where there is nothing to do.</summary>
    /// <exception cref="InitException">The file is malformed.</exception>
    byte[] Add(string path, byte[] original);

    /// <summary>The file without the SDK; null where nothing remains and the file is to be deleted.</summary>
    /// <exception cref="InitException">The file is malformed.</exception>
    byte[]? Remove(string path, byte[] original);
}
