using System.Xml;
using System.Xml.Linq;

namespace CompileDepot.Core.Packages;

/// <summary>What counts of a <c>NuGet.Config</c>: its elements without comments, layout and secrets. A credential changes who may download, never what a restore gives, and has no place in a key.</summary>
public static class ConfigText
{
    private static readonly string[] SecretSections = ["packageSourceCredentials", "apikeys", "clientCertificates"];

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
