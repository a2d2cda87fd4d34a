using CompileDepot.Core.Preferences;
using CompileDepot.Core.Settings;
using CompileDepot.Core.Tests.Support;
using CompileDepot.Toml;
using FsCheck.Fluent;

namespace CompileDepot.Core.Tests.Preferences;

[TestClass]
public sealed class PreferenceDeclarationTests
{
    [TestMethod]
    [DataRow("backend", "", "cpu", "cpu;gpu", "Preference_backend", "\"cpu\"")]
    [DataRow("tuning.tile-size", "Integer", "-64", "", "Preference_tuning_tile_size", "-64")]
    [DataRow("x", "float", "1", "", "Preference_x", "1.0")]
    [DataRow("x", "float", "1e3", "0.5; 1000", "Preference_x", "1000.0")]
    [DataRow("x", "float", "-inf", "", "Preference_x", "-inf")]
    [DataRow("x", "boolean", "True", "", "Preference_x", "true")]
    [DataRow("x", "string[]", "a; b", "a;b;c", "Preference_x", "[\"a\", \"b\"]")]
    [DataRow("x", "integer[]", "1;2", "", "Preference_x", "[1, 2]")]
    [DataRow("_x", "string", "", "", "Preference__x", null)]
    public void ReadAll_IsThis_WhenADeclarationIsGood(string name, string type, string fallback, string values, string property, string? defaultText)
    {
        var problems = new List<PreferenceProblem>();
        var declaration = PreferenceDeclaration.ReadAll([new DeclaredPreference(name, type, fallback, values)], "P.csproj", problems).Single();
        Assert.IsEmpty(problems);
        Assert.AreEqual((property, defaultText), (declaration.Property, declaration.Default is { } value ? PreferenceText.Typed(value) : null));
    }

    [TestMethod]
    [DataRow("", "string", "", "", "''")]
    [DataRow("a..b", "string", "", "", "'a..b'")]
    [DataRow("1a", "string", "", "", "'1a'")]
    [DataRow("a b", "string", "", "", "'a b'")]
    [DataRow("a.__clear__", "string", "", "", "'__clear__'")]
    [DataRow("a", "int", "", "", "'int'; it can be string, integer, float, boolean, string[], integer[], float[], boolean[]")]
    [DataRow("a", "integer", "1.0", "", "'1.0', which is no integer")]
    [DataRow("a", "integer", "9223372036854775808", "", "'9223372036854775808'")]
    [DataRow("a", "boolean", "1", "", "'1', which is no boolean")]
    [DataRow("a", "float", "1e999", "", "'1e999', which is no float")]
    [DataRow("a", "integer[]", "1;x", "", "'1;x', which is no integer[]")]
    [DataRow("a", "integer", "", "1;b", "'b' among its Values")]
    [DataRow("a", "string", "tpu", "cpu;gpu", "\"tpu\" is none of those")]
    [DataRow("a", "string[]", "cpu;tpu", "cpu;gpu", "\"tpu\" is none of those")]
    public void ReadAll_IsAnError_WhenADeclarationCantBe(string name, string type, string fallback, string values, string message)
    {
        var problems = new List<PreferenceProblem>();
        Assert.IsEmpty(PreferenceDeclaration.ReadAll([new DeclaredPreference(name, type, fallback, values)], "P.csproj", problems));
        Assert.AreEqual((DiagnosticCodes.BadDeclaration, true, "P.csproj"), (problems.Single().Code, problems.Single().IsError, problems.Single().File));
        Assert.Contains(message, problems.Single().Message);
    }

    [TestMethod]
    [DataRow("a", "a", "declared twice")]
    [DataRow("a.b", "a_b", "Preference_a_b")]
    [DataRow("a-b", "a_b", "Preference_a_b")]
    [DataRow("ab", "aB", "Preference_ab")]
    [DataRow("a", "a.b", "a value and a table")]
    [DataRow("a.b.c", "a.b", "a value and a table")]
    public void ReadAll_IsAnErrorThatNamesBoth_WhenDeclarationsCollide(string first, string second, string message)
    {
        var problems = new List<PreferenceProblem>();
        Assert.HasCount(1, PreferenceDeclaration.ReadAll([new DeclaredPreference(first), new DeclaredPreference(second)], "P.csproj", problems));
        Assert.AreEqual(DiagnosticCodes.CollidingDeclarations, problems.Single().Code);
        foreach (var part in new[] { $"'{first}'", $"'{second}'", message })
            Assert.Contains(part, problems.Single().Message);
    }

    [TestMethod]
    public void Property_IsEscaped_SoThatMSBuildReadsTheValue()
    {
        Assert.AreEqual("%24%28Secret%29%3B%25 a", PreferenceText.Property(new TomlString("$(Secret);% a")));
        Assert.AreEqual("a;b%3Bc;", PreferenceText.Property(new TomlArray([new TomlString("a"), new TomlString("b;c"), new TomlString("")])));
        Assert.AreEqual("1.0", PreferenceText.Property(new TomlFloat(1)));
        Assert.AreEqual("false", PreferenceText.Property(new TomlBoolean(false)));
        Assert.AreEqual("-9223372036854775808", PreferenceText.Property(new TomlInteger(long.MinValue)));
    }

    [TestMethod]
    [DataRow("1", null, "1")]
    [DataRow("1.0", null, "1.0")]
    [DataRow("true", null, "true")]
    [DataRow("gpu", null, "\"gpu\"")]
    [DataRow("\"1\"", null, "\"1\"")]
    [DataRow("[1, 2]", null, "[1, 2]")]
    [DataRow("1\ny = 2", null, "\"1\\u000Ay = 2\"")]
    [DataRow("1", "string", "\"1\"")]
    [DataRow("\"1\"", "string", "\"\\\"1\\\"\"")]
    [DataRow("1", "float", "1.0")]
    [DataRow("1_000", "integer", "1000")]
    [DataRow("a;b", "string[]", "[\"a\", \"b\"]")]
    [DataRow("[\"a;b\"]", "string[]", "[\"a;b\"]")]
    [DataRow("x", "integer", null)]
    [DataRow("\"1\"", "integer", null)]
    public void Parse_IsThisValue_WhenSomebodyTypesThat(string text, string? type, string? typed) =>
        Assert.AreEqual(typed, PreferenceText.Parse(text, type is null ? null : PreferenceType.Find(type)) is { } value ? PreferenceText.Typed(value) : null);

    [TestMethod]
    public void Typed_IsInjective_WhenStringsAreAlike() => Texts.CheckInjective(Texts.Of("\"", "\\", "\\\"", "\n", "n", "\\n", "u000A", "\u2028", ", ", "[", "]"), t => PreferenceText.Typed(new TomlString(t)), StringComparer.Ordinal);

    [TestMethod]
    public void Typed_IsOneLineThatTomlReads_WhenAnyTextIsQuoted() => Texts.Check(
        Texts.Any.Where(t => !t.Any(char.IsSurrogate)),
        text => PreferenceText.Quote(text) is var quoted && !quoted.Contains('\n') && TomlDocument.Parse($"x = {quoted}", "x").Root.Members["x"].Equals(new TomlString(text)));
}
