using System.ComponentModel;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CompileDepot.Cli.Tests.Reports;

/// <summary>A headless Chromium, spoken to by its own protocol (https://chromedevtools.github.io/devtools-protocol/). It lives in a temporary folder, and ends when it is disposed. Not thread-safe.</summary>
internal sealed class Browser : IDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly string _folder;
    private readonly Process _process;
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(3));
    private string? _session;
    private int _last;

    private Browser(string folder, Process process) => (_folder, _process) = (folder, process);

    /// <summary>What the page said since it was opened: methods and parameters.</summary>
    public List<(string Method, JsonElement Parameters)> Events { get; } = [];

    /// <summary>Starts it with one empty page; the test is skipped where there is none, or where it is not permitted to run.</summary>
    public static Browser Start()
    {
        var folder = Directory.CreateTempSubdirectory("compiledepot-browser-").FullName;
        foreach (var name in Names)
        {
            try
            {
                // A container's user is often root, and its /dev/shm small.
                var start = new ProcessStartInfo(name, [
                    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run", "--disable-background-networking", "--disable-extensions",
                    "--remote-debugging-port=0", $"--user-data-dir={folder}", "about:blank"])
                {
                    RedirectStandardError = true,
                    RedirectStandardOutput = true,
                };
                start.Environment["HOME"] = folder;
                var browser = new Browser(folder, Process.Start(start)!);
                browser.Connect();
                return browser;
            }
            catch (Win32Exception)
            {
                // The next one.
            }
        }
        Directory.Delete(folder, recursive: true);
        Assert.Inconclusive($"Not on this machine: {string.Join(", ", Names)}");
        throw new UnreachableException();
    }

    public void SetWindow(int width, int height, bool isDark)
    {
        Call("Emulation.setDeviceMetricsOverride", new { width, height, deviceScaleFactor = 1, mobile = width < 600 });
        Call("Emulation.setEmulatedMedia", new { media = "screen", features = new[] { new { name = "prefers-color-scheme", value = isDark ? "dark" : "light" } } });
    }

    /// <summary>Loads a page, and waits until it is.</summary>
    public void Open(string path)
    {
        Events.Clear();
        Call("Page.navigate", new { url = new Uri(path).AbsoluteUri });
        while (!Events.Exists(e => e.Method == "Page.loadEventFired"))
            Receive();
    }

    /// <summary>The value of an expression, in the page.</summary>
    public JsonElement Evaluate(string expression)
    {
        var answer = Call("Runtime.evaluate", new { expression, returnByValue = true, awaitPromise = true });
        Assert.IsFalse(answer.TryGetProperty("exceptionDetails", out var fault), $"{expression}: {fault}");
        return answer.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    /// <summary>Presses one key, as a person does.</summary>
    public void Press(string key, string code, int number, string text = "")
    {
        Call("Input.dispatchKeyEvent", new { type = "keyDown", key, code, windowsVirtualKeyCode = number, text });
        Call("Input.dispatchKeyEvent", new { type = "keyUp", key, code, windowsVirtualKeyCode = number });
    }

    public void Type(string text) => Call("Input.insertText", new { text });

    /// <summary>The whole page as PNG.</summary>
    public byte[] Screenshot() => Call("Page.captureScreenshot", new { format = "png", captureBeyondViewport = true }).GetProperty("data").GetBytesFromBase64();

    public void Dispose()
    {
        try
        {
            if (_socket.State == WebSocketState.Open)
                Send("Browser.close", new { }, null);
        }
        catch (WebSocketException)
        {
            // It is gone already.
        }
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _socket.Dispose();
        _patience.Dispose();
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // A helper of the browser still writes there.
        }
    }

    // The browser writes where it listens into its folder: the port, and the path.
    private void Connect()
    {
        // Unread, full pipes would stop it.
        var said = new StringBuilder();
        _process.ErrorDataReceived += (_, line) => said.AppendLine(line.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        var place = Path.Combine(_folder, "DevToolsActivePort");
        string[] lines;
        while ((lines = File.Exists(place) ? File.ReadAllLines(place) : []).Length < 2)
        {
            if (_process.HasExited)
            {
                Dispose();
                Assert.Inconclusive($"The browser does not run here: {said}");
            }
            _patience.Token.ThrowIfCancellationRequested();
            Thread.Sleep(20);
        }
        _socket.ConnectAsync(new Uri($"ws://127.0.0.1:{lines[0]}{lines[1]}"), _patience.Token).GetAwaiter().GetResult();
        var target = Call("Target.createTarget", new { url = "about:blank" }).GetProperty("targetId").GetString();
        _session = Call("Target.attachToTarget", new { targetId = target, flatten = true }).GetProperty("sessionId").GetString();
        foreach (var domain in new[] { "Page", "Runtime", "Log", "Network" })
            Call($"{domain}.enable", new { });
    }

    private JsonElement Call(string method, object parameters)
    {
        var id = Send(method, parameters, _session);
        while (true)
        {
            var message = Receive();
            if (!message.TryGetProperty("id", out var answered) || answered.GetInt32() != id)
                continue;
            Assert.IsFalse(message.TryGetProperty("error", out var error), $"{method}: {error}");
            return message.GetProperty("result");
        }
    }

    private int Send(string method, object parameters, string? session)
    {
        var message = new JsonObject { ["id"] = ++_last, ["method"] = method, ["params"] = JsonSerializer.SerializeToNode(parameters) };
        if (session is not null)
            message["sessionId"] = session;
        _socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, _patience.Token).GetAwaiter().GetResult();
        return _last;
    }

    private JsonElement Receive()
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        WebSocketReceiveResult part;
        do
        {
            part = _socket.ReceiveAsync(new ArraySegment<byte>(buffer), _patience.Token).GetAwaiter().GetResult();
            bytes.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        var message = JsonDocument.Parse(bytes.ToArray()).RootElement;
        if (message.TryGetProperty("method", out var method))
            Events.Add((method.GetString()!, message.GetProperty("params")));
        return message;
    }
}
