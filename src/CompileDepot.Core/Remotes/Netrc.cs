namespace CompileDepot.Core.Remotes;

/// <summary>The file of passwords that curl, git and others read: <c>machine HOST login NAME password WORD</c>, <c>default …</c>, words on any lines. Its place is in <c>NETRC</c>, else <c>~/.netrc</c>.</summary>
internal static class Netrc
{
    /// <summary>User and password for a host; null where the file has none, or can't be read.</summary>
    public static (string User, string Password)? Find(string host)
    {
        var path = Environment.GetEnvironmentVariable("NETRC") is { Length: > 0 } named ? named : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".netrc");
        try
        {
            return File.Exists(path) ? Find(File.ReadAllText(path), host) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc cref="Find(string)"/>
    public static (string User, string Password)? Find(string text, string host)
    {
        var words = Words(text).ToList();
        string? user = null, password = null;
        var isOurs = false;
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] is "machine" or "default")
            {
                if (isOurs && user is not null && password is not null)
                    break;
                (user, password) = (null, null);
                // Nothing stands after 'default', which counts for every host.
                isOurs = words[i] == "default" || (i + 1 < words.Count && string.Equals(words[++i], host, StringComparison.OrdinalIgnoreCase));
            }
            else if (isOurs && words[i] == "login" && i + 1 < words.Count)
                user = words[++i];
            else if (isOurs && words[i] == "password" && i + 1 < words.Count)
                password = words[++i];
            else if (words[i] is "login" or "password" or "account")
                i++;
        }
        return isOurs && user is not null && password is not null ? (user, password) : null;
    }

    // Macros go from 'macdef' to an empty line; a word that begins with '#' begins a comment, as in curl.
    private static IEnumerable<string> Words(string text)
    {
        var inMacro = false;
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (inMacro)
            {
                inMacro = words.Length > 0;
                continue;
            }
            foreach (var word in words)
            {
                if (word == "macdef")
                {
                    inMacro = true;
                    break;
                }
                // A password may begin with '#'.
                if (word[0] == '#' && Array.IndexOf(words, word) is var at && (at == 0 || words[at - 1] is not ("login" or "password")))
                    break;
                yield return word;
            }
        }
    }
}
