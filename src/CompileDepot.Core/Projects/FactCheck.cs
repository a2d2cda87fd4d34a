using System.Collections.Concurrent;
using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Steps;

namespace CompileDepot.Core.Projects;

/// <summary>
/// Asks whether what a key text says of files and surroundings holds here and now: then the same command line would give the same key. The other lines (options, parameters, outputs) follow from
/// the project's evaluated state, which the tree hash holds.
/// </summary>
/// <param name="outside">Answers for lines about files outside of the root, shared by all projects of one build: every project refers to the same framework.</param>
/// <remarks>One instance a project; not thread-safe.</remarks>
public sealed class FactCheck(Locality here, FileDigester digester, ConcurrentDictionary<string, bool> outside)
{
    private readonly LocalDigester _local = new(here);

    /// <summary>When the newest of the files below the root that were looked at was modified, in nanoseconds since 1970.</summary>
    public long Newest { get; private set; }

    /// <summary>The first line that does not hold, in words; null where all do.</summary>
    /// <param name="keyText">As stored.</param>
    /// <param name="made">Tokenized paths that the project's own build writes: they follow from the rest.</param>
    public string? FirstBroken(ReadOnlySpan<byte> keyText, IReadOnlySet<string> made)
    {
        var text = Encoding.UTF8.GetString(keyText);
        if (!text.StartsWith(KeyText.Header + "\n", StringComparison.Ordinal))
            return "the key text is of another version";
        HashSet<string> unread = new(StringComparer.Ordinal);
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range];
            var space = line.IndexOf(' ');
            if (space < 0)
                continue;
            if (!Holds(line, line[..space], line[(space + 1)..], made))
                return Broken(line[..space], Subject(line[(space + 1)..]));
            if (line[..space] is "task")
                unread.UnionWith(CompilerEnvironment.Names(line[(space + 1)..]));
            else if (line[..space] is CompilerEnvironment.Kind)
                unread.Remove(Subject(line[(space + 1)..]));
        }
        // Set now, and not when the compiler ran.
        return unread.Count == 0 ? null : $"{CompilerEnvironment.Kind} {unread.Order(StringComparer.Ordinal).First()}";
    }

    private static string Broken(ReadOnlySpan<char> kind, string name) =>
        IsSought(kind, name) && ToolLocator.Search(name, null, out var why) is null ? $"{kind} {name} ({why})" : $"{kind} {name}";

    // A program that the search path leads to has no place.
    private static bool IsSought(ReadOnlySpan<char> kind, string name) => kind is "tool" && !name.Contains('/');

    private bool Holds(ReadOnlySpan<char> line, ReadOnlySpan<char> kind, ReadOnlySpan<char> fields, IReadOnlySet<string> made)
    {
        switch (kind)
        {
            case "source" or "reference" or "resource" or "analyzer" or "input" or "include" or "toolchain" or "beside" or "absent" or "folder" or "tool":
                if (fields.StartsWith(PathTokens.InRoot, StringComparison.Ordinal))
                    return HoldsOfFile(kind, fields, made);
                var known = outside.GetAlternateLookup<ReadOnlySpan<char>>();
                if (!known.TryGetValue(line, out var holds))
                {
                    var newest = Newest;
                    known[line] = holds = HoldsOfFile(kind, fields, made);
                    Newest = newest;
                }
                return holds;
            case CompilerEnvironment.Kind:
                var (name, value, _) = Three(fields);
                return System.Environment.GetEnvironmentVariable(name) is { } now && here.Tokens.TokenizeText(now) == value;
            case StepKeyBuilder.Variable:
                var (variable, sealedValue, _) = Three(fields);
                return StepKeyBuilder.Seal(variable, here.Tokens) == sealedValue;
            default:
                return Surroundings.Holds(kind, fields) ?? true;
        }
    }

    private bool HoldsOfFile(ReadOnlySpan<char> kind, ReadOnlySpan<char> fields, IReadOnlySet<string> made)
    {
        var (name, digest, option) = Three(fields);
        if (made.Contains(name))
            return true;
        if ((IsSought(kind, name) ? ToolLocator.Search(name) : here.Tokens.Resolve(name)) is not { } path)
            return false;
        try
        {
            return kind switch
            {
                "absent" => !File.Exists(path),
                "beside" => Directory.Exists(path) && FolderDigest.OfAssemblies(path, digester, [], file => _local.OfFile(file)).ToString() == digest,
                "folder" => Directory.Exists(path) && FolderDigest.OfTree(path, [], digester, []).ToString() == digest,
                "toolchain" when Directory.Exists(path) => FolderDigest.OfTree(path, CompileKeyBuilder.NoToolchain, digester, []).ToString() == digest,
                _ => digester.TryDigest(path) is { } file && IsSame(file, _local.Of(file, LocalDigester.FormOf(kind, option)), digest),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool IsSame(InputFile file, ContentDigest now, string digest)
    {
        Newest = Math.Max(Newest, file.Stamp.ModifiedNanoseconds);
        return now.ToString() == digest;
    }

    private static (string First, string Second, string Third) Three(ReadOnlySpan<char> fields)
    {
        // What follows the third is in the last range.
        Span<Range> ranges = stackalloc Range[4];
        ranges = ranges[..fields.Split(ranges, ' ')];
        return (Field(fields, ranges, 0), Field(fields, ranges, 1), Field(fields, ranges, 2));
    }

    private static string Field(ReadOnlySpan<char> fields, ReadOnlySpan<Range> ranges, int index) => index < ranges.Length ? KeyField.Unescape(fields[ranges[index]].ToString()) : "";

    private static string Subject(ReadOnlySpan<char> fields) => Three(fields).First;
}
