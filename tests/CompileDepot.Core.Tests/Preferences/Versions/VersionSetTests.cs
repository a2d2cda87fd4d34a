using CompileDepot.Core.Preferences.Versions;
using CompileDepot.Core.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CompileDepot.Core.Tests.Preferences.Versions;

[TestClass]
public sealed class VersionSetTests
{
    // Few numbers, so that terms meet; the ends of the scale, where arithmetic goes wrong.
    private static readonly Gen<string> Number = Gen.Elements("0", "1", "2", "3", "2147483647");
    private static readonly Gen<string> Dotted = from a in Number from b in Number select $"{a}.{b}";
    private static readonly Gen<string> ExactText = from m in Dotted from p in Number from tail in Gen.Elements("", "", "-beta", ".1") select $"{m}.{p}{tail}";
    private static readonly Gen<string> Plain = Gen.OneOf(
        Gen.Constant("*"), Number, Number.Select(n => n + ".*"), Dotted, Dotted.Select(d => d + "-*"), ExactText, (from a in Dotted from b in Dotted select $"{a}-{b}").Where(t => VersionTerms.Parse(t) is not null));
    private static readonly Gen<VersionSet> Set =
        (from negative in Gen.Elements(true, false) from term in Plain select negative ? "!" + term : term).NonEmptyListOf().Select(t => VersionTerms.Parse([.. t])!);
    private static readonly Gen<PackageVersion> Version = ExactText.Select(t => PackageVersion.TryParse(t)!.Value);

    [TestMethod]
    [DataRow("*", "*")]
    [DataRow("1.2", "1.2")]
    [DataRow("1", "1.*")]
    [DataRow("1.0-1.*", "1.*")]
    [DataRow("1.2-1.2", "1.2")]
    [DataRow("1.2-1.4, 1.5", "1.2-1.5")]
    [DataRow("1.5,1.2 , 1.3", "1.2-1.3, 1.5")]
    [DataRow("1.2-1.4, 1.3-1.9", "1.2-1.9")]
    [DataRow("!1.2.5", "!1.2.5")]
    [DataRow("*, !1.2.5", "!1.2.5")]
    [DataRow("1.2, !1.2.5", "1.2, !1.2.5")]
    [DataRow("1.2, 1.2.5", "1.2")]
    [DataRow("1.3, !1.2.5", "1.3")]
    [DataRow("1.2.5, 1.3", "1.3, 1.2.5")]
    [DataRow("1.2.5, !1.2.5", "!*")]
    [DataRow("!1.2", "0.0-1.1, 1.3-*")]
    [DataRow("!2.0", "0.0-1.*, 2.1-*")]
    [DataRow("1.2-2.0, !1.3-1.*", "1.2, 2.0")]
    [DataRow("0.0-*", "*")]
    [DataRow("!*", "!*")]
    [DataRow("!*, 1.2", "!*")]
    [DataRow("1.2.5.0", "1.2.5")]
    [DataRow("1.2.5-Beta.1", "1.2.5-beta.1")]
    [DataRow("1.2147483647, 2.0", "1.2147483647-2.0")]
    public void Parse_HasThisNormalForm_WhenTermsAreThese(string terms, string normal) => Assert.AreEqual(normal, VersionTerms.Parse(terms)?.ToString());

    [TestMethod]
    [DataRow("")]
    [DataRow("!")]
    [DataRow("1.2,")]
    [DataRow("latest")]
    [DataRow("1.4-1.2")]
    [DataRow("1.2.5-1.2.9")]
    [DataRow("1.2-1.4.5")]
    [DataRow("1.2-beta")]
    [DataRow("*-1.2")]
    [DataRow("1.*-1.2")]
    [DataRow("1.*.5")]
    [DataRow("^1.2")]
    [DataRow(">=1.2")]
    [DataRow("[1.2,2.0)")]
    [DataRow("-1.2")]
    [DataRow("1.2147483648")]
    [DataRow("1.2.3.4.5")]
    [DataRow("1.2.5+build")]
    [DataRow("!!1.2")]
    public void Parse_IsNull_WhenATermIsNone(string terms) => Assert.IsNull(VersionTerms.Parse(terms));

    [TestMethod]
    public void Parse_IsNull_WhenTheListIsEmpty() => Assert.IsNull(VersionTerms.Parse(Array.Empty<string>()));

    [TestMethod]
    [DataRow("1.2", "1.2.0-beta", true)]
    [DataRow("1.2", "1.2", true)]
    [DataRow("1.2", "1.20.0", false)]
    [DataRow("1.2-1.4", "1.4.99.3", true)]
    [DataRow("1.2-1.4", "1.5.0-alpha", false)]
    [DataRow("1.2-2.0", "1.17.3", true)]
    [DataRow("!1.2.5", "1.2.5", false)]
    [DataRow("!1.2.5", "1.2.5+abc", false)]
    [DataRow("!1.2.5", "1.2.5-beta", true)]
    [DataRow("!1.2.5", "1.2.5.1", true)]
    [DataRow("1.2.5", "1.2.5.0", true)]
    [DataRow("1.2.5-BETA", "1.2.5-beta", true)]
    public void Contains_IsThis_WhenVersionIsThat(string terms, string version, bool contained) =>
        Assert.AreEqual(contained, VersionTerms.Parse(terms)!.Contains(PackageVersion.TryParse(version)));

    [TestMethod]
    public void Contains_NeedsAllVersions_WhenTheVersionIsUnknown()
    {
        Assert.IsTrue(VersionSet.All.Contains((PackageVersion?)null));
        Assert.IsFalse(VersionTerms.Parse("0.0-*, !1.2.5")!.Contains((PackageVersion?)null));
    }

    [TestMethod]
    [DataRow("1", "1.0.0")]
    [DataRow("1.2.3.4-RC.1+build.5", "1.2.3.4-rc.1")]
    [DataRow("01.2.3", "1.2.3")]
    public void TryParse_IsThisVersion_WhenTextIsThat(string text, string version) => Assert.AreEqual(version, PackageVersion.TryParse(text)?.ToString());

    [TestMethod]
    [DataRow("")]
    [DataRow("1.")]
    [DataRow("1.2.3.4.5")]
    [DataRow("1.2.3-")]
    [DataRow("1.2.3-a..b")]
    [DataRow("v1.2.3")]
    [DataRow("1.2.3- a")]
    [DataRow("+1.2")]
    public void TryParse_IsNull_WhenTextIsNoVersion(string text) => Assert.IsNull(PackageVersion.TryParse(text));

    [TestMethod]
    public void Parse_GivesTheSet_WhenItsNormalFormIsRead() => Texts.Check(Set, set => VersionTerms.Parse(set.ToString()) is { } read && read.Equals(set) && read.ToString() == set.ToString());

    [TestMethod]
    public void Operations_AreThoseOfSets_WhenAVersionIsAsked() => Texts.Check(
        from a in Set from b in Set from v in Version select (a, b, v),
        t => t.a.Union(t.b).Contains(t.v) == (t.a.Contains(t.v) || t.b.Contains(t.v))
            && t.a.Intersect(t.b).Contains(t.v) == (t.a.Contains(t.v) && t.b.Contains(t.v))
            && t.a.Except(t.b).Contains(t.v) == (t.a.Contains(t.v) && !t.b.Contains(t.v))
            && t.a.Complement().Contains(t.v) != t.a.Contains(t.v));

    [TestMethod]
    public void Text_IsEqual_WhenSetsAreEqual() => Texts.Check(
        from a in Set from b in Set from c in Set select (a, b, c),
        t => Same(t.a.Union(t.b), t.b.Union(t.a))
            && Same(t.a.Union(t.b).Union(t.c), t.a.Union(t.b.Union(t.c)))
            && Same(t.a.Intersect(t.b.Union(t.c)), t.a.Intersect(t.b).Union(t.a.Intersect(t.c)))
            && Same(t.a.Union(t.b).Complement(), t.a.Complement().Intersect(t.b.Complement()))
            && Same(t.a.Complement().Complement(), t.a)
            && Same(t.a.Union(t.a), t.a)
            && Same(t.a.Union(t.a.Complement()), VersionSet.All)
            && Same(t.a.Intersect(t.a.Complement()), VersionSet.None));

    private static bool Same(VersionSet left, VersionSet right) => left.Equals(right) && left.GetHashCode() == right.GetHashCode() && left.ToString() == right.ToString();
}
