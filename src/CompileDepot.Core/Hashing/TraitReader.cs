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
            ".CS" or ".VB" or ".FS" or ".FSI" => OfSource(content),
            ".RULESET" => OfRuleSet(content),
            ".DLL" or ".EXE" or ".NETMODULE" or ".WINMD" => OfAssembly(content),
            _ => FileTraits.None,
        };

    private static FileTraits OfSource(ReadOnlySpan<byte> content)
    {
        // A byte search is a thousandth of the hash's cost; almost no source goes further. UTF-16 sources hold a NUL in every other byte.
        var wide = content.Length > 1 && ((content[0] == 0xff && content[1] == 0xfe) || (content[0] == 0xfe && content[1] == 0xff));
        if (!wide && content.IndexOf("<include"u8) < 0 && content.IndexOf("AssemblyVersion"u8) < 0)
            return FileTraits.None;
        var text = Decode(content);
        var includes = IncludeElement().Matches(text).Select(m => WebUtility.HtmlDecode(m.Groups["file"].Value)).Distinct().ToList();
        var wildcard = WildcardVersion().IsMatch(text);
        return includes.Count == 0 && !wildcard ? FileTraits.None : new FileTraits(includes, false, wildcard);
    }

    private static FileTraits OfRuleSet(ReadOnlySpan<byte> content)
    {
        var includes = RuleSetInclude().Matches(Decode(content)).Select(m => WebUtility.HtmlDecode(m.Groups["file"].Value)).Distinct().ToList();
        return includes.Count == 0 ? FileTraits.None : new FileTraits(includes, false, false);
    }

    private static unsafe FileTraits OfAssembly(ReadOnlySpan<byte> content)
    {
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
        catch (BadImageFormatException)
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

    [GeneratedRegex("""<include\b[^>]*?\bfile\s*=\s*(?:"(?<file>[^"]*)"|'(?<file>[^']*)')""", RegexOptions.CultureInvariant)]
    private static partial Regex IncludeElement();

    [GeneratedRegex("""<Include\b[^>]*?\bPath\s*=\s*(?:"(?<file>[^"]*)"|'(?<file>[^']*)')""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex RuleSetInclude();

    [GeneratedRegex("""AssemblyVersion(?:Attribute)?\s*\(\s*"[^"]*\*""", RegexOptions.CultureInvariant)]
    private static partial Regex WildcardVersion();
}
