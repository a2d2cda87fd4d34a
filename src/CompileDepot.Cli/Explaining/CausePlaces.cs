using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Cli.Explaining;

/// <summary>
/// Finds where a difference stands: key texts hold digests and values, not places. Files are looked at as they are now, and at the commit of the former run as git has them; what does not fit what the texts
/// say of them is left out. Never throws for what can't be read.
/// </summary>
/// <param name="root">Full path of the root of the tree.</param>
internal sealed partial class CausePlaces(string root, GitFacts git)
{
    // Options of the compilers that a property is behind under another name.
    private static readonly Dictionary<string, string> Properties = new(StringComparer.OrdinalIgnoreCase)
    {
        ["define"] = "DefineConstants",
        ["nowarn"] = "NoWarn",
        ["warnaserror"] = "TreatWarningsAsErrors",
        ["warn"] = "WarningLevel",
        ["debug"] = "DebugType",
        ["optimize"] = "Optimize",
        ["langversion"] = "LangVersion",
        ["nullable"] = "Nullable",
        ["unsafe"] = "AllowUnsafeBlocks",
        ["checked"] = "CheckForOverflowUnderflow",
        ["deterministic"] = "Deterministic",
        ["platform"] = "PlatformTarget",
        ["target"] = "OutputType",
        ["keyfile"] = "AssemblyOriginatorKeyFile",
        ["pathmap"] = "PathMap",
        ["doc"] = "GenerateDocumentationFile",
        ["win32icon"] = "ApplicationIcon",
        ["optionstrict"] = "OptionStrict",
        ["optioninfer"] = "OptionInfer",
        ["optionexplicit"] = "OptionExplicit",
        ["rootnamespace"] = "RootNamespace",
    };

    // What MSBuild and NuGet look for above a project, the last to be read first.
    private static readonly string[] Searched = ["Directory.Build.targets", "Directory.Packages.props", "Directory.Build.props"];

    private static readonly string[] Naming = ["Include", "Update", "Name"];

    private readonly Dictionary<string, XDocument?> _documents = new(StringComparer.Ordinal);

    /// <param name="imports">Tokenized paths of what the project imports, in order; empty where that is not known.</param>
    public Cause Find(KeyDifference difference, ActionRecord action, FormerRun? former, IReadOnlyList<string> imports) => difference.Kind switch
    {
        "source" or "resource" or "include" or "file" or "import" or "input" or "absent" or "tool" => InFile(difference, former),
        "property" => InProject(difference, Files(action, imports), e => e.Parent?.Name.LocalName == "PropertyGroup" && IsNamed(e, difference.Name), e => e.Value.Trim() == Value(difference)),
        "option" when Properties.TryGetValue(difference.Name.TrimStart('/', '-'), out var property) => InProject(difference, Files(action, imports), e => e.Parent?.Name.LocalName == "PropertyGroup" && IsNamed(e, property), _ => true),
        "package" => InProject(difference, Files(action, imports), e => IsPackage(e, difference.Name), e => Version(e) == difference.Now),
        "toolchain" or "runtime" => InGlobalJson(difference, former),
        _ => Said().Match(difference.Sentence) is { Success: true } place && File.Exists(Path.Combine(root, place.Groups["file"].Value))
            ? new Cause(difference, place.Groups["file"].Value, int.Parse(place.Groups["line"].Value, CultureInfo.InvariantCulture))
            : new Cause(difference, null, null),
    };

    private Cause InFile(KeyDifference difference, FormerRun? former)
    {
        if (!difference.Name.StartsWith(PathTokens.InRoot, StringComparison.Ordinal))
            return new Cause(difference, null, null);
        var name = difference.Name[PathTokens.InRoot.Length..];
        var path = Path.Combine(root, name);
        if (!File.Exists(path) || difference.Former.Length == 0)
            return new Cause(difference, File.Exists(path) ? name : null, null);
        // Edited again since, or formerly not as it was committed: then the line would be another's.
        var isTheOne = Digest(difference.Now) is not { } now || Try(() => ContentDigest.Of(File.ReadAllBytes(path))) == now;
        var before = former is not null && isTheOne ? git.Text(former.Commit, path) : null;
        if (before is not null && Digest(difference.Former) is { } then && !IsText(before, then))
            before = null;
        return new Cause(difference, name, before is null || TryRead(path) is not { } text ? null : FirstDifference(before, text));
    }

    private Cause InProject(KeyDifference difference, IEnumerable<string> files, Func<XElement, bool> isIt, Func<XElement, bool> fits)
    {
        (string File, int Line)? found = null;
        // The last in the order of evaluation has the last word; one that says what is now comes before one that says something else.
        foreach (var file in files.Reverse())
        {
            foreach (var element in (Document(file)?.Descendants() ?? []).Where(isIt).Reverse())
            {
                var place = (Relative(file), ((IXmlLineInfo)element).LineNumber);
                if (fits(element))
                    return new Cause(difference, place.Item1, place.LineNumber);
                found ??= place;
            }
        }
        return new Cause(difference, found?.File, found?.Line);
    }

    // What is installed on the machine changes, too: the file is to blame only if it is another one now.
    private Cause InGlobalJson(KeyDifference difference, FormerRun? former)
    {
        var file = Path.Combine(root, "global.json");
        return former is not null && TryRead(file) is { } now && git.Text(former.Commit, file) is { } before && FirstDifference(before, now) is { } line
            ? new Cause(difference, "global.json", line)
            : new Cause(difference, null, null);
    }

    // Without a tree text: the project, and what MSBuild looks for above it.
    private IEnumerable<string> Files(ActionRecord action, IReadOnlyList<string> imports)
    {
        var project = action.Project.StartsWith(PathTokens.InRoot, StringComparison.Ordinal) ? Path.Combine(root, action.Project[PathTokens.InRoot.Length..]) : null;
        var known = imports.Where(i => i.StartsWith(PathTokens.InRoot, StringComparison.Ordinal)).Select(i => Path.Combine(root, i[PathTokens.InRoot.Length..])).ToList();
        if (known.Count == 0 && project is not null)
        {
            for (var folder = Path.GetDirectoryName(project); folder is not null && folder.Length >= root.Length; folder = Path.GetDirectoryName(folder))
                known.AddRange(Searched.Select(n => Path.Combine(folder, n)).Where(File.Exists));
            known.Reverse();
        }
        return project is null ? known : known.Where(f => f != project).Append(project);
    }

    private XDocument? Document(string file)
    {
        if (!_documents.TryGetValue(file, out var document))
            _documents[file] = document = Try(() => XDocument.Load(file, LoadOptions.SetLineInfo));
        return document;
    }

    private string Relative(string file) => PathRules.Relative(root, file);

    private static bool IsNamed(XElement element, string name) => element.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool IsPackage(XElement element, string id) =>
        element.Name.LocalName is "PackageReference" or "PackageVersion" or "GlobalPackageReference" or "Sdk"
        && Naming.Any(a => id.Equals(element.Attribute(a)?.Value, StringComparison.OrdinalIgnoreCase));

    private static string Version(XElement element) =>
        element.Attribute("VersionOverride")?.Value ?? element.Attribute("Version")?.Value ?? element.Elements().FirstOrDefault(e => e.Name.LocalName == "Version")?.Value ?? "";

    private static string Value(KeyDifference difference) => difference.Now.Trim();

    private static ContentDigest? Digest(string value) => ContentDigest.TryParse(value.Split(' ')[0], out var digest) ? digest : null;

    // git gives text; a mark at its beginning, and line ends that a checkout changes, are not in it.
    private static bool IsText(string text, ContentDigest digest) =>
        new[] { text, text.ReplaceLineEndings("\r\n") }.SelectMany(t => new[] { t, "\ufeff" + t }).Any(t => ContentDigest.Of(System.Text.Encoding.UTF8.GetBytes(t)) == digest);

    private static int? FirstDifference(string before, string now)
    {
        var (a, b) = (before.ReplaceLineEndings("\n").Split('\n'), now.ReplaceLineEndings("\n").Split('\n'));
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            if (a[i] != b[i])
                return i + 1;
        }
        return a.Length == b.Length ? null : Math.Min(Math.Min(a.Length, b.Length) + 1, b.Length);
    }

    private static string? TryRead(string path) => Try(() => File.Exists(path) ? File.ReadAllText(path) : null);

    private static T? Try<T>(Func<T?> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or XmlException)
        {
            return default;
        }
    }

    // As preferences say it.
    [GeneratedRegex(@"\((?<file>[^()]+):(?<line>[0-9]+)\)$")]
    private static partial Regex Said();
}
