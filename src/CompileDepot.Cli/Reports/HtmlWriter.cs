using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace CompileDepot.Cli.Reports;

/// <summary>Writes HTML from interpolated strings: what stands in the string is markup, what is put in is text, and escaped; so no text can become markup. Numbers are invariant. Not thread-safe.</summary>
internal sealed class HtmlWriter
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _html = new(64 * 1024);

    public void Add([InterpolatedStringHandlerArgument("")] ref Handler markup) => _html.Append('\n');

    /// <summary>Adds text of ours that is markup, style or script as a whole.</summary>
    public void AddTrusted(string markup) => _html.Append(markup);

    public override string ToString() => _html.ToString();

    [InterpolatedStringHandler]
    internal readonly ref struct Handler
    {
        private readonly StringBuilder _html;

        [System.Diagnostics.CodeAnalysis.SuppressMessage("Style", "IDE0060:Remove unused parameter", Justification = "The compiler calls it.")]
        public Handler(int literalLength, int formattedCount, HtmlWriter writer) => _html = writer._html;

        public void AppendLiteral(string markup) => _html.Append(markup);

        public void AppendFormatted(string? text) => _html.Append(Encoder.Encode(text ?? ""));

        public void AppendFormatted(int number) => _html.Append(CultureInfo.InvariantCulture, $"{number}");

        /// <summary>Two decimals are finer than any screen.</summary>
        public void AppendFormatted(double number) => _html.Append(number.ToString("0.##", CultureInfo.InvariantCulture));

        /// <summary>For <c>datetime</c>.</summary>
        public void AppendFormatted(DateTimeOffset time) => _html.Append(time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }
}
