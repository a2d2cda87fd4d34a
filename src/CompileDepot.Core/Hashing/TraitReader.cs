using System.Net;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;

namespace CompileDepot.Core.Hashing;

/// <summary>Finds the <see cref="FileTraits"/> of a content, by the kind of file that its extension tells.</summary>
internal static partial class TraitReader
{
    public static FileTraits Read(string path, ReadOnlySpan<byte> content) =>
        Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".CS" or ".FS" or ".FSI" => OfSource(content),
            // Names in Visual Basic mind no case; a byte search does.
            ".VB" => OfSource(Decode(content), []),
            ".RESX" => OfResources(content),
            ".DLL" or ".EXE" or ".NETMODULE" or ".WINMD" => OfAssembly(content),
            // Rule sets, included documentation (which may include more), sources of any other name: no compiler minds their extensions.
            _ => OfText(content),
        };

    private static FileTraits OfSource(ReadOnlySpan<byte> content)
    {
        // A byte search is a thousandth of the hash's cost, and regular expressions are slow to start in a fresh process; almost no source goes further.
        return IsWide(content) || content.IndexOf("<include"u8) >= 0 || MayHoldAttribute(content) ? OfSource(Decode(content), []) : FileTraits.None;
    }

    private static FileTraits OfText(ReadOnlySpan<byte> content)
    {
        if (!IsWide(content) && content.IndexOf("nclude"u8) < 0 && !MayHoldAttribute(content))
            return FileTraits.None;
        var text = Decode(content);
        return OfSource(text, RuleSetInclude().Matches(text).Select(m => WebUtility.HtmlDecode(m.Groups["file"].Value)));
    }

    // The path is the first part of a value as in "icon.png;System.Byte[], mscorlib", and quoted where it holds a semicolon.
    private static FileTraits OfResources(ReadOnlySpan<byte> content)
    {
        if (!IsWide(content) && content.IndexOf("ResXFileRef"u8) < 0)
            return FileTraits.None;
        var files = LinkedResource().Matches(Decode(content)).Select(m => WebUtility.HtmlDecode(m.Groups["file"].Value).Trim()).Distinct(StringComparer.Ordinal).ToList();
        return files.Count == 0 ? FileTraits.None : new FileTraits(files, false, false);
    }

    private static FileTraits OfSource(string text, IEnumerable<string> others)
    {
        var includes = IncludeElement().Matches(text).SelectMany(e => FileAttribute().Matches(e.Value)).Select(m => WebUtility.HtmlDecode(m.Groups["file"].Value));
        // Strong names by attribute: a file that is searched in several folders, or a container of the system.
        var keys = KeyAttribute().Matches(text).Select(m => FileTraits.Undeclared + m.Value);
        // The compiler evaluates this attribute itself, and puts the file's bytes into the assembly.
        var permissions = PermissionSetFile().IsMatch(text) ? [FileTraits.Undeclared + "PermissionSetAttribute with a file"] : Array.Empty<string>();
        var mapped = LineDirective().Matches(text).Select(m => FileTraits.Mapped + m.Groups["file"].Value);
        var references = others.Concat(includes).Concat(keys).Concat(permissions).Concat(mapped).Distinct(StringComparer.Ordinal).ToList();
        var wildcard = WildcardVersion().IsMatch(text);
        return references.Count == 0 && !wildcard ? FileTraits.None : new FileTraits(references, false, wildcard);
    }

    // The SDK writes an AssemblyVersion for every project; one with a star ends with it.
    private static bool MayHoldAttribute(ReadOnlySpan<byte> content) =>
        content.IndexOf("AssemblyKey"u8) >= 0 || content.IndexOf("PermissionSet"u8) >= 0 || HoldsDirective(content) || (content.IndexOf("AssemblyVersion"u8) >= 0 && content.IndexOf("*\""u8) >= 0);

    // "# line" with blanks is legal, and nobody writes it; "# 1" is F#'s short form, which its generators of lexers and parsers write.
    private static bool HoldsDirective(ReadOnlySpan<byte> content)
    {
        for (int at; (at = content.IndexOf((byte)'#')) >= 0; content = content[(at + 1)..])
        {
            var word = content[(at + 1)..].TrimStart(" \t"u8);
            if (word.StartsWith("line"u8) || word.StartsWith("ExternalSource"u8) || (word.Length > 0 && char.IsAsciiDigit((char)word[0])))
                return true;
        }
        return false;
    }

    // UTF-16 holds a NUL in every other byte.
    private static bool IsWide(ReadOnlySpan<byte> content) => content.Length > 1 && ((content[0] == 0xff && content[1] == 0xfe) || (content[0] == 0xfe && content[1] == 0xff));

    private static unsafe FileTraits OfAssembly(ReadOnlySpan<byte> content)
    {
        // "fixed" gives null for an empty span.
        if (content.IsEmpty)
            return FileTraits.None;
        try
        {
            fixed (byte* start = content)
            {
                using var image = new PEReader(start, content.Length);
                if (!image.HasMetadata)
                    return FileTraits.None;
                var metadata = image.GetMetadataReader();
                var modules = metadata.AssemblyFiles.Select(metadata.GetAssemblyFile).Where(f => f.ContainsMetadata).Select(f => metadata.GetString(f.Name)).ToList();
                var provider = metadata.IsAssembly
                    && metadata.GetAssemblyDefinition().GetCustomAttributes().Any(a => IsTypeProviderAttribute(metadata, metadata.GetCustomAttribute(a)));
                return modules.Count == 0 && !provider ? FileTraits.None : new FileTraits(modules, provider, false);
            }
        }
        // The reader's ways of saying that an image is damaged.
        catch (Exception e) when (e is BadImageFormatException or OverflowException or ArgumentException or InvalidOperationException or IOException)
        {
            return FileTraits.None;
        }
    }

    private static bool IsTypeProviderAttribute(MetadataReader metadata, CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
        && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor) is { Parent.Kind: HandleKind.TypeReference } member
        && metadata.StringComparer.Equals(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name, "TypeProviderAssemblyAttribute");

    private static string Decode(ReadOnlySpan<byte> content)
    {
        using var reader = new StreamReader(new MemoryStream(content.ToArray()), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    // Up to the next "<", which no attribute can hold; ">" it can, and XPath does.
    [GeneratedRegex("""<include\b[^<]*""", RegexOptions.CultureInvariant)]
    private static partial Regex IncludeElement();

    // Each that can be read as one, those inside other values too: one too many costs nothing. A comment's own marks may stand between any two tokens.
    [GeneratedRegex("""\bfile(?=(?:\s|///|\*|''')*=(?:\s|///|\*|''')*(?:"(?<file>[^"]*)"|'(?<file>[^']*)'))""", RegexOptions.CultureInvariant)]
    private static partial Regex FileAttribute();

    [GeneratedRegex("""AssemblyKey(?:File|Name)(?!(?:Attribute)?\s*\(\s*""\s*\))""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex KeyAttribute();

    [GeneratedRegex("""<Include\b[^<]*?\bPath\s*=\s*(?:"(?<file>[^"]*)"|'(?<file>[^']*)')""", RegexOptions.CultureInvariant)]
    private static partial Regex RuleSetInclude();

    // Each value that follows such a type, whether it is the element's own or not: one too many costs nothing.
    [GeneratedRegex("""ResXFileRef\b[^>]*>\s*<value[^>]*>\s*(?:"(?<file>[^"<]+)"|&quot;(?<file>[^<]+?)&quot;|(?<file>(?:&[^;<]*;|[^;<&])+))""", RegexOptions.CultureInvariant)]
    private static partial Regex LinkedResource();

    [GeneratedRegex("""PermissionSet(?:Attribute)?\s*\([^\]>]*\bFile\b""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex PermissionSetFile();

    // C#: #line 1 "file", #line (1, 1) - (2, 9) 3 "file"; F#: #line 1 "file", # 1 @"file"; Visual Basic: #ExternalSource("file", 1).
    [GeneratedRegex("""^[ \t]*#[ \t]*(?:line\b|\d|ExternalSource\b)[^"\r\n]*"(?<file>[^"\r\n]+)["]""", RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex LineDirective();

    [GeneratedRegex("""AssemblyVersion(?:Attribute)?\s*\(\s*"[^"]*\*""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex WildcardVersion();
}
