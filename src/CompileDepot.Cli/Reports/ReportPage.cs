using System.Security.Cryptography;
using System.Text;
using CompileDepot.Core.Reports;

namespace CompileDepot.Cli.Reports;

/// <summary>
/// A build as one HTML page that needs nothing else: no network, no other file; its policy permits only the style and the script that stand in it. Without the script it is complete, and only the
/// table can't be filtered and sorted. The same report makes the same bytes.
/// </summary>
internal sealed class ReportPage(BuildReport report)
{
    // One symbol for each outcome. Their colour is that of the text around.
    private const string Symbols = """
        <svg class="defs" aria-hidden="true" focusable="false"><defs>
        <symbol id="mark-whole" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.75" fill="none" stroke="currentColor" stroke-width="1.5"/><circle cx="8" cy="8" r="4" fill="currentColor"/></symbol>
        <symbol id="mark-restored" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5" fill="currentColor"/></symbol>
        <symbol id="mark-compiled" viewBox="0 0 16 16"><rect x="3" y="3" width="10" height="10" rx="1" fill="currentColor"/></symbol>
        <symbol id="mark-unstored" viewBox="0 0 16 16"><path d="M8 2 14.5 13.5H1.5Z" fill="currentColor"/></symbol>
        <symbol id="mark-nothing" viewBox="0 0 16 16"><rect x="2" y="7" width="12" height="2.5" rx="1" fill="currentColor"/></symbol>
        <symbol id="mark-unrecorded" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2.5 2"/></symbol>
        <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch" width="6" height="6"/><rect class="hatch-line" width="2" height="6"/></pattern>
        </defs></svg>

        """;

    private readonly HtmlWriter _html = new();
    private readonly ProjectNames _names = new([.. report.Graph.Nodes.Select(n => n.Id)]);

    public static string Render(BuildReport report) => new ReportPage(report).Render();

    private string Render()
    {
        var (style, script) = (Resource("Page.css"), Resource("Page.js"));
        _html.Add($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{Hash(style)}'; script-src '{Hash(script)}'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="generator" content="CompileDepot {Cli.Version}">
            <title>Build of {report.Root}, {Looks.Time(report.Start)}</title>
            """);
        _html.AddTrusted($"<style>{style}</style>\n");
        _html.Add($"""
            </head>
            <body>
            <a class="skip" href="#main">To the content</a>
            """);
        _html.AddTrusted(Symbols);
        new SummarySection(_html, report, _names).Add();
        _html.Add($"""<main id="main" tabindex="-1">""");
        new TimelineSection(_html, report, _names).Add();
        new ActionsSection(_html, report, _names).Add();
        new GraphSection(_html, report.Graph, _names).Add();
        new TrendSection(_html, report).Add();
        _html.Add($"""
            </main>
            <footer><p>Made by CompileDepot {Cli.Version} from the records in <bdi class="path">{report.Depot}</bdi>. All times are UTC.</p></footer>
            """);
        _html.AddTrusted($"<script>{script}</script>\n");
        _html.Add($"""
            </body>
            </html>
            """);
        return _html.ToString();
    }

    // Browsers hash what stands between the tags.
    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Resource(string name)
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream(typeof(ReportPage), name)!;
        using var reader = new StreamReader(stream);
        return "\n" + reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
