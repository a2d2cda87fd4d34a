using System.Globalization;
using System.Text;
using System.Xml;

namespace CompileDepot.Core.Preferences.Planning;

/// <summary>Writes a project file: the same text for the same content on every machine.</summary>
internal sealed class MSBuildXml : IDisposable
{
    private readonly StringBuilder _text = new();
    private readonly XmlWriter _writer;

    public MSBuildXml()
    {
        _writer = XmlWriter.Create(_text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true });
        _writer.WriteStartElement("Project");
        _writer.WriteComment(" Written by a restore, from CompileDepot.toml files. Changes are lost. ");
    }

    /// <summary>Escapes what MSBuild would take for more than text.</summary>
    public static string Literal(string text) => PreferenceText.Escape(text);

    /// <summary>Until the result is disposed.</summary>
    public IDisposable Element(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start(name, attributes);
        return new End(_writer);
    }

    /// <summary>A property, or metadata: its value as MSBuild reads it.</summary>
    public void Value(string name, string value, string condition = "")
    {
        Start(name, ("Condition", condition));
        if (value.Length > 0)
            _writer.WriteString(Representable(value));
        _writer.WriteEndElement();
    }

    public override string ToString()
    {
        _writer.Flush();
        return _text.ToString();
    }

    /// <summary>Ends the project.</summary>
    public string Finish()
    {
        _writer.WriteEndElement();
        return ToString() + "\n";
    }

    public void Dispose() => _writer.Dispose();

    private void Start(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _writer.WriteStartElement(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value.Length > 0)
                _writer.WriteAttributeString(attribute, Representable(value));
        }
    }

    /// <summary>
    /// XML has no control characters, and readers change line ends and drop text that is all blank: MSBuild's escapes keep them. The few characters that are neither one's (half a surrogate pair, U+FFFE) become U+FFFD:
    /// no property can hold them.
    /// </summary>
    private static string Representable(string value)
    {
        var blank = string.IsNullOrWhiteSpace(value);
        if (!blank && value.All(c => c >= ' ' && !char.IsSurrogate(c) && c < '\ufffe'))
            return value;
        var text = new StringBuilder(value.Length + 8);
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.Value < ' ' || (blank && rune.Value < 127))
                text.Append('%').Append(rune.Value.ToString("X2", CultureInfo.InvariantCulture));
            else
                text.Append(rune.Value is 0xfffe or 0xffff ? "\ufffd" : rune.ToString());
        }
        return text.ToString();
    }

    private sealed class End(XmlWriter writer) : IDisposable
    {
        public void Dispose() => writer.WriteEndElement();
    }
}
