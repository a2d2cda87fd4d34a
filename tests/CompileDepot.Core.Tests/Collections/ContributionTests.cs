using CompileDepot.Core.Collections;
using CompileDepot.Core.Settings;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Collections;

[TestClass]
public sealed class ContributionTests
{
    [TestMethod]
    public void ToString_IsOneLineThatTheFieldsCanBeReadFrom() => Texts.Check(Contributions.Any, c => Contribution.Of(FieldText.Split(c.ToString())) == c && !c.ToString().Any(ch => ch is '\n' or '\r' or '\u0085' or '\u2028'));

    [TestMethod]
    public void ToString_IsInjective() => Texts.CheckInjective(Contributions.Any, c => c.ToString(), EqualityComparer<Contribution>.Default);

    [TestMethod]
    public void ToString_IsThis()
    {
        Assert.AreEqual("seq\troutes\tstring\tGET\\t/users", new Contribution("routes", CollectionKind.Seq, null, new StringValue("GET\t/users")).ToString());
        Assert.AreEqual("table\tmessages\tping\ttype\tMy.Ping\tMy", new Contribution("messages", CollectionKind.Table, "ping", new TypeValue("My.Ping", "My")).ToString());
        Assert.AreEqual("counter\ttests\tint\t-3", new Contribution("tests", CollectionKind.Counter, null, new Int64Value(-3)).ToString());
    }

    [TestMethod]
    [DataRow("seq\troutes")]
    [DataRow("list\troutes\tstring\ta")]
    [DataRow("seq\t\tstring\ta")]
    [DataRow("table\tm\t\tstring\ta")]
    [DataRow("table\tm\tstring\ta")]
    [DataRow("counter\tm\tstring\ta")]
    [DataRow("seq\tm\tint\t+1")]
    [DataRow("seq\tm\tint\t01")]
    [DataRow("seq\tm\tbool\tTrue")]
    [DataRow("seq\tm\ttype\ta")]
    [DataRow("seq\tm\tstring\ta\\x")]
    [DataRow("seq\tm\tstring\ta\\u12")]
    public void Of_Throws_WhenTheFieldsAreNoContribution(string text) => Assert.ThrowsExactly<FormatException>(() => Contribution.Of(FieldText.Split(text)));

    [TestMethod]
    [DataRow(CollectionKind.Seq, "", "GET /", "", "seq\tc\tstring\tGET /")]
    [DataRow(CollectionKind.Seq, "", "-5", "int", "seq\tc\tint\t-5")]
    [DataRow(CollectionKind.Seq, "", "TRUE", "Bool", "seq\tc\tbool\ttrue")]
    [DataRow(CollectionKind.Seq, "", "My.Color.Red", "enum", "seq\tc\tenum\tMy.Color\tOwn\tRed")]
    [DataRow(CollectionKind.Seq, "", "My.Routes.Map, Other, Version=1.0.0.0", "method", "seq\tc\tmethod\tMy.Routes\tOther\tMap")]
    [DataRow(CollectionKind.Table, "k", "typeof:My.Ping", "", "table\tc\tk\ttype\tMy.Ping\tOwn")]
    [DataRow(CollectionKind.Table, "k", "My.Ping, Other", "type", "table\tc\tk\ttype\tMy.Ping\tOther")]
    [DataRow(CollectionKind.Table, "k", "typeof:My.Ping", "string", "table\tc\tk\tstring\ttypeof:My.Ping")]
    [DataRow(CollectionKind.Counter, "", "3", "", "counter\tc\tint\t3")]
    public void TryRead_GivesTheContribution_WhenTheItemMeansOne(CollectionKind kind, string key, string value, string type, string expected)
    {
        Assert.AreEqual(expected, ContributionItem.TryRead(kind, "c", key, value, type, "Own", out var problem)?.ToString());
        Assert.IsNull(problem);
    }

    [TestMethod]
    [DataRow(CollectionKind.Seq, "", "1.5", "int", "'1.5' is no whole number of 64 bits")]
    [DataRow(CollectionKind.Seq, "", "yes", "bool", "'yes' is neither true nor false")]
    [DataRow(CollectionKind.Seq, "", "Red", "enum", "'Red' is no member")]
    [DataRow(CollectionKind.Seq, "", "a", "strng", "there is no ValueType 'strng'")]
    [DataRow(CollectionKind.Seq, "", "typeof:", "", "no type is named")]
    [DataRow(CollectionKind.Seq, "k", "a", "", "'c' is no table, and 'k' is a key")]
    [DataRow(CollectionKind.Table, "", "a", "", "has no key")]
    [DataRow(CollectionKind.Counter, "", "true", "bool", "counts whole numbers")]
    public void TryRead_GivesAProblem_WhenTheItemMeansNothing(CollectionKind kind, string key, string value, string type, string expected)
    {
        Assert.IsNull(ContributionItem.TryRead(kind, "c", key, value, type, "Own", out var problem));
        Assert.AreEqual(DiagnosticCodes.BadContribution, problem!.Code);
        Assert.Contains(expected, problem.Message);
    }

    [TestMethod]
    [DataRow("My.Ping", "My.Ping", "Own")]
    [DataRow("My.Ping, Lib, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null", "My.Ping", "Lib")]
    [DataRow("L`1[[System.Int32, System.Runtime, Version=10.0.0.0, Culture=neutral, PublicKeyToken=b0]], C, Version=1.0.0.0", "L`1[[System.Int32, System.Runtime]]", "C")]
    [DataRow("D`2[[X],[Y, Z, Version=1]]", "D`2[[X, Own],[Y, Z]]", "Own")]
    [DataRow("D`2[[L`1[A], C, Version=2],[System.Int32[,,], Z, Version=1]][][,]&, Q, Version=1", "D`2[[L`1[[A, Own]], C],[System.Int32[,,], Z]][][,]&", "Q")]
    [DataRow("D`2[X,Y*]", "D`2[[X, Own],[Y*, Own]]", "Own")]
    [DataRow("D`2[[X", "D`2[[X, Own]", "Own")]
    [DataRow(@"A\", @"A\", "Own")]
    [DataRow("", "", "Own")]
    [DataRow("A[,,], B", "A[,,]", "B")]
    [DataRow(@"A\,B, C", @"A\,B", "C")]
    public void Split_GivesOneFormForEachType(string name, string type, string assembly) => Assert.AreEqual((type, assembly), TypeNames.Split(name, "Own"));
}
