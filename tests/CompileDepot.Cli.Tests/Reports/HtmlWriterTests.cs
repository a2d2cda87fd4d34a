using CompileDepot.Cli.Reports;

namespace CompileDepot.Cli.Tests.Reports;

[TestClass]
public sealed class HtmlWriterTests
{
    [TestMethod]
    [DataRow("<b>&\"'", "&lt;b&gt;&amp;&quot;&#x27;")]
    [DataRow("Ünï ж 漢", "Ünï ж 漢")]
    [DataRow("a\0b\u0007", "a&#x0;b&#x7;")]
    [DataRow(null, "")]
    public void Add_EscapesWhatIsPutIn_AndNothingElse(string? text, string expected)
    {
        var html = new HtmlWriter();
        html.Add($"<i title=\"{text}\">{text}</i>");
        Assert.AreEqual($"<i title=\"{expected}\">{expected}</i>\n", html.ToString());
    }

    [TestMethod]
    public void Add_ReplacesHalfASurrogatePair_WhichUtf8CannotHold()
    {
        var html = new HtmlWriter();
        html.Add($"{"x\ud800y"}");
        Assert.AreEqual("x&#xFFFD;y\n", html.ToString());
    }

    [TestMethod]
    public void Add_WritesNumbersAndTimesInvariant_WhateverTheCulture()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo("fa-IR");
            var html = new HtmlWriter();
            html.Add($"{-1234} {0.126} {new DateTimeOffset(2026, 3, 1, 1, 30, 0, TimeSpan.FromHours(2))}");
            Assert.AreEqual("-1234 0.13 2026-02-28T23:30:00Z\n", html.ToString());
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    [DataRow(1, "0 0.2 0.4 0.6 0.8")]
    [DataRow(999, "0 200 400 600 800")]
    [DataRow(11_800, "0 5000 10000")]
    [DataRow(26_000, "0 10000 20000")]
    public void Ticks_AreRoundAndFew_WhateverTheLength(double length, string expected) =>
        Assert.AreEqual(expected, string.Join(' ', TimelineSection.Ticks(length).Select(t => t.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture))));
}
