using System.Xml;
using System.Xml.Linq;

namespace CompileDepot.Core.Packages;

/// <summary>What counts of a <c>NuGet.Config</c>: its elements without comments, layout and secrets. A credential changes who may download, never what a restore gives, and has no place in a key.</summary>
public static class ConfigText
{
    private static readonly string[] SecretSections = ["packageSourceCredentials", "apikeys", "clientCertificates"];

    /// <summary>Whether an address of a package source may hold a secret: a password, a query, or what NuGet puts in from a variable of the environment. NuGet writes addresses into its results.</summary>
    /// <param name="xml">A <c>NuGet.Config</c>.</param>
    /// <exception cref="FormatException">Not XML.</exception>
    public static bool MayHoldSecret(string xml)
    {
        try
        {
            return XDocument.Parse(xml).Root!.Elements().Where(e => e.Name.LocalName.Equals("packageSources", StringComparison.OrdinalIgnoreCase)).Elements()
                .Any(e => e.Attribute("value")?.Value is { } address && (Environment.ExpandEnvironmentVariables(address) != address || AddressMayHoldSecret(address)));
        }
        catch (XmlException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    /// <inheritdoc cref="MayHoldSecret"/>
    public static bool AddressMayHoldSecret(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && !uri.IsFile && (uri.UserInfo.Length > 0 || uri.Query.Length > 0);

    /// <exception cref="FormatException">Not XML.</exception>
    public static string Of(string xml)
    {
        try
        {
            var document = XDocument.Parse(xml);
            document.DescendantNodes().OfType<XComment>().Remove();
            document.Root!.Elements().Where(e => SecretSections.Contains(e.Name.LocalName, StringComparer.OrdinalIgnoreCase)).Remove();
            document.Root.Elements().Where(e => e.Name.LocalName.Equals("config", StringComparison.OrdinalIgnoreCase)).Elements().Where(e => e.Attribute("key")?.Value.Contains("proxy", StringComparison.OrdinalIgnoreCase) == true).Remove();
            return document.Root.ToString();
        }
        catch (XmlException e)
        {
            throw new FormatException(e.Message, e);
        }
    }
}
