using CompileDepot.Core.Tests.Reports;

namespace CompileDepot.Cli.Tests.Reports;

/// <summary>The page as a browser has it; skipped where there is none.</summary>
[TestClass]
public sealed class ReportPageTests : IDisposable
{
    private const string Rows = "[...document.querySelectorAll('.actions tbody tr:not([hidden])')]";

    private readonly SampleReport _sample = new();
    private Browser? _browser;

    public TestContext TestContext { get; set; } = null!;

    private Browser Page => _browser!;

    [TestInitialize]
    public void Start() => _browser = Browser.Start();

    public void Dispose()
    {
        _browser?.Dispose();
        _sample.Dispose();
    }

    [TestMethod]
    [DataRow(2, 0)]
    [DataRow(30, 24)]
    public void Page_FitsIsQuietAndNeedsNoNetwork_AtEveryWidthAndInBothSchemes(int builds, int libraries)
    {
        _sample.AddBuilds(builds, libraries);
        var path = Write();
        var shots = new List<byte[]>();
        foreach (var (width, height) in new[] { (390, 844), (1280, 900) })
        {
            foreach (var isDark in new[] { false, true })
            {
                Page.SetWindow(width, height, isDark);
                Page.Open(path);
                var name = $"{width}-{(isDark ? "dark" : "light")}-{builds}";
                Assert.IsLessThanOrEqualTo(width, Page.Evaluate("document.documentElement.scrollWidth").GetInt32(), name);
                Assert.AreEqual(width, Page.Evaluate("innerWidth").GetInt32(), name);
                Assert.AreEqual(isDark, Page.Evaluate("matchMedia('(prefers-color-scheme: dark)').matches").GetBoolean(), name);
                Assert.AreEqual("", Cut(), $"{name}: text that leaves its place");
                Assert.AreEqual("", LowContrast(), $"{name}: text that is hard to read");
                var shot = Page.Screenshot();
                Save(name, shot);
                var requests = Page.Events.Where(e => e.Method == "Network.requestWillBeSent").Select(e => e.Parameters.GetProperty("request").GetProperty("url").GetString());
                Assert.AreEqual(new Uri(path).AbsoluteUri, string.Join(' ', requests), $"{name}: no other address was asked for");
                shots.Add(shot);
                Assert.IsGreaterThan(50, CountColours(shot), $"{name}: an empty picture");
            }
        }
        Assert.HasCount(4, shots.Select(Convert.ToBase64String).Distinct(), "four different pictures");
    }

    [TestMethod]
    public void Checks_Fail_WhenThePageIsSpoilt()
    {
        _sample.AddBuilds(1);
        Page.SetWindow(390, 844, isDark: false);
        Page.Open(Write());
        Page.Evaluate("document.querySelector('main').append(Object.assign(document.createElement('p'), { id: 'bad', textContent: 'faint and wide' })); Object.assign(document.getElementById('bad').style, { width: '600px', color: '#aaa' })");
        StringAssert.Contains(Cut(), "id=\"bad\"");
        StringAssert.Contains(LowContrast(), "id=\"bad\"");
        Assert.IsGreaterThan(390, Page.Evaluate("document.documentElement.scrollWidth").GetInt32());
        Page.Open("about:blank");
        Assert.AreEqual(1, CountColours(Page.Screenshot()));
    }

    [TestMethod]
    public void Page_SaysNothingOnTheConsole_WhenItIsUsed()
    {
        _sample.AddBuilds(3);
        Page.Open(Write());
        Page.Evaluate("document.querySelectorAll('summary, th button').forEach(e => e.click())");
        Assert.AreEqual("", string.Join('\n', Page.Events.Where(e => e.Method is "Log.entryAdded" or "Runtime.exceptionThrown" or "Runtime.consoleAPICalled").Select(e => e.Parameters.ToString())));
        // The policy holds: what somebody smuggled in would not run.
        Page.Evaluate("document.body.insertAdjacentHTML('beforeend', '<p id=smuggled style=\"color: red\" onclick=\"window.smuggled = true\">x</p>'); document.getElementById('smuggled').click()");
        Assert.IsFalse(Page.Evaluate("'smuggled' in window && window.smuggled === true").GetBoolean());
        Assert.IsTrue(Page.Events.Exists(e => e.Method == "Log.entryAdded" && e.Parameters.ToString().Contains("Content Security Policy", StringComparison.Ordinal)), "and the browser says so");
    }

    [TestMethod]
    public void Page_ShowsNamesAsText_WhateverAProjectIsCalled()
    {
        _sample.AddBuilds(2);
        Page.Open(Write());
        Assert.AreEqual(0, Page.Evaluate("document.querySelectorAll('img').length").GetInt32());
        foreach (var place in new[] { ".name bdi", ".actions th bdi", ".graph bdi" })
            Assert.IsTrue(Page.Evaluate($"[...document.querySelectorAll('{place}')].some(e => e.textContent === {System.Text.Json.JsonSerializer.Serialize(SampleReport.Hostile)})").GetBoolean(), place);
    }

    [TestMethod]
    public void Table_IsFilteredAndSortedByKeyboardAlone()
    {
        _sample.AddBuilds(2, libraries: 8);
        Page.Open(Write());
        var all = Page.Evaluate(Rows + ".length").GetInt32();
        Assert.AreEqual(18, all);

        TabTo("e.id === 'filter-text'");
        Page.Type("WEB");
        Assert.AreEqual("2 of 18 shown", Page.Evaluate("document.getElementById('filter-count').textContent").GetString());
        Assert.AreEqual(2, Page.Evaluate(Rows + ".filter(r => r.offsetHeight > 0).length").GetInt32());
        Page.Evaluate("document.getElementById('filter-text').select()");
        Page.Press("Delete", "Delete", 46);
        Assert.AreEqual(18, Page.Evaluate(Rows + ".length").GetInt32());

        TabTo("e.id === 'filter-outcome'");
        Page.Press("ArrowDown", "ArrowDown", 40);
        Assert.AreEqual("restored", Page.Evaluate("document.getElementById('filter-outcome').value").GetString());
        Assert.IsTrue(Page.Evaluate(Rows + ".every(r => r.textContent.includes('restored'))").GetBoolean());
        Page.Press("ArrowUp", "ArrowUp", 38);

        var before = Order();
        TabTo("e.tagName === 'BUTTON' && e.textContent === 'Project'");
        Assert.AreNotEqual("none", Page.Evaluate("getComputedStyle(document.activeElement).outlineStyle").GetString(), "the focus is to be seen");
        Page.Press("Enter", "Enter", 13, "\r");
        var names = Order();
        CollectionAssert.AreEqual(names.Order(StringComparer.OrdinalIgnoreCase).ToList(), names);
        Assert.AreEqual("ascending", Page.Evaluate("document.activeElement.parentElement.ariaSort").GetString());
        Page.Press(" ", "Space", 32, " ");
        CollectionAssert.AreEqual(names.OrderDescending(StringComparer.OrdinalIgnoreCase).ToList(), Order());
        Page.Press("Enter", "Enter", 13, "\r");
        CollectionAssert.AreEqual(before, Order(), "as it was");

        TabTo("e.tagName === 'BUTTON' && e.textContent === 'Took'");
        Page.Press("Enter", "Enter", 13, "\r");
        Assert.IsTrue(Page.Evaluate(Rows + ".map(r => Number(r.cells[3].dataset.value)).every((v, i, all) => i === 0 || all[i - 1] <= v)").GetBoolean(), "by number, not by text");

        List<string> Order() => [.. Page.Evaluate(Rows + ".map(r => r.cells[0].textContent.trim())").EnumerateArray().Select(e => e.GetString()!)];
    }

    [TestMethod]
    public void Page_HasLandmarksHeadingsAndReachableRegions()
    {
        _sample.AddBuilds(2, libraries: 40);
        Page.SetWindow(390, 844, isDark: false);
        Page.Open(Write());
        Assert.AreEqual("1 1 1 1 1", Page.Evaluate("['body > header', 'main', 'footer', 'nav[aria-label]', 'h1'].map(s => document.querySelectorAll(s).length).join(' ')").GetString());
        Assert.IsTrue(Page.Evaluate("[...document.querySelectorAll('main > section')].every(s => document.getElementById(s.getAttribute('aria-labelledby')).tagName === 'H2')").GetBoolean());
        Assert.IsTrue(Page.Evaluate("[...document.querySelectorAll('table')].every(t => t.querySelector('thead th[scope=col]') && [...t.tBodies[0].rows].every(r => r.cells[0].scope === 'row'))").GetBoolean());
        Assert.AreEqual("", Page.Evaluate("""
            [...document.querySelectorAll('body *')].filter(e => ['auto', 'scroll'].includes(getComputedStyle(e).overflowY) && (e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight)
              && !(e.tabIndex === 0 && e.getAttribute('role') === 'region' && (e.ariaLabel || e.getAttribute('aria-labelledby')))).map(e => e.outerHTML.slice(0, 80)).join('\n')
            """).GetString(), "what scrolls can be reached and has a name");
        Assert.AreEqual("", Page.Evaluate("""
            (() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id); return ids.filter((id, i) => ids.indexOf(id) !== i)
              .concat([...document.querySelectorAll('[href^="#"]')].map(e => e.getAttribute('href').slice(1)).filter(t => !ids.includes(t))).join(' '); })()
            """).GetString(), "ids are there, once");
        Page.Press("Tab", "Tab", 9);
        Assert.AreEqual("To the content", Page.Evaluate("document.activeElement.textContent").GetString());
        Assert.IsGreaterThanOrEqualTo(0, Page.Evaluate("document.activeElement.getBoundingClientRect().left").GetDouble(), "the skip link comes into view");
    }

    // What is scrolled in its own region may be wider.
    private string Cut() => Page.Evaluate("""
        [...document.querySelectorAll('body *')].filter(e => !e.closest('.region, .skip, .defs') && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(e => e.outerHTML.slice(0, 80)).join('\n')
        """).GetString()!;

    // WCAG 2.2, 1.4.3: 4.5 to 1.
    private string LowContrast() => Page.Evaluate("""
        (() => {
          const parse = (color) => color.match(/[\d.]+/g).map(Number);
          const light = (color) => { const [r, g, b] = parse(color).map((v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const behind = (e) => { for (; e; e = e.parentElement) { const color = getComputedStyle(e).backgroundColor; if (!/, 0\)$/.test(color)) return color; } };
          return [...document.querySelectorAll('body *')].filter((e) => !e.closest('.skip') && e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())).map((e) => {
            const style = getComputedStyle(e);
            const [a, b] = [light(e.closest('svg text') ? style.fill : style.color), light(behind(e))];
            return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), e];
          }).filter(([contrast]) => contrast < 4.5).map(([contrast, e]) => contrast.toFixed(2) + ' ' + e.outerHTML.slice(0, 80)).join('\n');
        })()
        """).GetString()!;

    // The page itself permits no pictures.
    private int CountColours(byte[] png)
    {
        Page.Open("about:blank");
        return Page.Evaluate($$"""
            (async () => {
              const image = new Image();
              image.src = 'data:image/png;base64,{{Convert.ToBase64String(png)}}';
              await image.decode();
              const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
              canvas.drawImage(image, 0, 0);
              return new Set(new Uint32Array(canvas.getImageData(0, 0, image.width, image.height).data.buffer)).size;
            })()
            """).GetInt32();
    }

    private string Write()
    {
        var path = _sample.Depot.Beside("page.html");
        new CliRunner(_sample.Depot.Root, _sample.Depot.Folder).Run("report", "-o", path).Check(ExitCode.Done);
        return path;
    }

    private void TabTo(string condition)
    {
        for (var i = 0; i < 60; i++)
        {
            Page.Press("Tab", "Tab", 9);
            if (Page.Evaluate($"((e) => {condition})(document.activeElement)").GetBoolean())
                return;
        }
        Assert.Fail($"The Tab key does not lead to where {condition}.");
    }

    private void Save(string name, byte[] png)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "Screenshots")).FullName;
        var path = Path.Combine(folder, name + ".png");
        File.WriteAllBytes(path, png);
        TestContext.AddResultFile(path);
    }
}
