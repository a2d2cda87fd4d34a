using CompileDepot.Core.Actions;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Actions;

[TestClass]
public sealed class KeyFieldTests
{
    [TestMethod]
    public void Unescape_GivesTheValue_WhenAnythingWasEscaped() => Texts.Check(Texts.Any, value => KeyField.Unescape(KeyField.Escape(value)) == value);

    [TestMethod]
    public void Split_GivesTheFields_WhenAnyWereJoined() =>
        Texts.Check(Texts.Any, value => KeyField.Split(KeyField.Join([value, "b c", value + " "])).AsSpan().SequenceEqual([value, "b c", value + " "]));

    [TestMethod]
    public void Escape_GivesOneVisibleField_WhenAnythingIsEscaped() =>
        Texts.Check(Texts.Any, value => KeyField.Escape(value) is { Length: > 0 } field && !field.Any(c => c <= ' ' || c is '\u007f' or '\u0085' or '\u2028' or '\u2029'));

    [TestMethod]
    public void Escape_SurvivesUtf8_WhenAnythingIsEscaped() =>
        Texts.Check(Texts.Any, value => KeyField.Escape(value) is var field && System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(field)) == field);

    [TestMethod]
    public void Escape_IsInjective_WhenTextsAreAlike() => Texts.CheckInjective(Texts.Of("%", "%25", "%2", "5", "u", "%u", "0020", " ", "\ud800", "%uD800"), KeyField.Escape, StringComparer.Ordinal);

    [TestMethod]
    [DataRow("", "%")]
    [DataRow("%", "%25")]
    [DataRow("a b", "a%20b")]
    [DataRow("{root}/src/A.cs", "{root}/src/A.cs")]
    [DataRow("/pathmap:a=b,c=d", "/pathmap:a=b,c=d")]
    [DataRow("\n", "%0A")]
    [DataRow("\u2028", "%u2028")]
    public void Escape_IsThis_WhenValueIsThat(string value, string field) => Assert.AreEqual(field, KeyField.Escape(value));

    [TestMethod]
    public void Escape_KeepsPairsAndEscapesHalves_WhenThereAreSurrogates()
    {
        Assert.AreEqual("\ud83d\ude00", KeyField.Escape("\ud83d\ude00"));
        Assert.AreEqual("%uD83D", KeyField.Escape("\ud83d"));
        Assert.AreEqual("%uDE00%uD83D", KeyField.Escape("\ude00\ud83d"));
    }

    [TestMethod]
    [DataRow("%2")]
    [DataRow("%u20")]
    [DataRow("%zz")]
    [DataRow("a%")]
    public void Unescape_KeepsTheText_WhenItIsMalformed(string field) => Assert.AreEqual(field, KeyField.Unescape(field));
}
