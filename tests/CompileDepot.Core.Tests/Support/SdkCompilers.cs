using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace CompileDepot.Core.Tests.Support;

/// <summary>The compilers of the SDK that builds the tests. Those for C# and Visual Basic run in this process: twenty times as fast as one of their own.</summary>
internal static class SdkCompilers
{
    private static readonly string SdkFolder = FindSdk();
    private static readonly Lazy<Func<string[], int>> Csharp = new(() => Load("csc.dll"));
    private static readonly Lazy<Func<string[], int>> VisualBasic = new(() => Load("vbc.dll"));

    /// <summary>Reference assemblies of .NET, as <c>/r:</c> arguments.</summary>
    public static IReadOnlyList<string> References { get; } = [.. ReferenceAssemblies().Select(r => "/r:" + r)];

    public static string RegexGenerator { get; } = Path.Combine(ReferencePack(), "analyzers", "dotnet", "cs", "System.Text.RegularExpressions.Generator.dll");

    public static string FSharpCore { get; } = Path.Combine(SdkFolder, "FSharp", "FSharp.Core.dll");

    public static string Reference(string name) => ReferenceAssemblies().First(r => Path.GetFileName(r) == name);

    public static void Csc(params IEnumerable<string> arguments) => Run(Csharp.Value, arguments);

    public static void Vbc(params IEnumerable<string> arguments) => Run(VisualBasic.Value, arguments);

    /// <param name="folder">The current folder of the compiler, which F# tells in what it compiles.</param>
    public static void Fsc(string folder, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Directory.GetParent(SdkFolder)!.Parent!.FullName, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet")) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(SdkFolder, "FSharp", "fsc.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, output + errors.Result);
    }

    private static void Run(Func<string[], int> compiler, IEnumerable<string> arguments) =>
        Assert.AreEqual(0, compiler(["/nologo", "/noconfig", "/deterministic", .. arguments]), "the compiler reported errors");

    private static Func<string[], int> Load(string name)
    {
        var folder = Path.Combine(SdkFolder, "Roslyn", "bincore");
        var context = new AssemblyLoadContext(name);
        foreach (var file in Directory.EnumerateFiles(folder, "Microsoft.CodeAnalysis*.dll"))
            context.LoadFromAssemblyPath(file);
        var main = context.LoadFromAssemblyPath(Path.Combine(folder, name)).EntryPoint!;
        return arguments => (int)main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [arguments], null)!;
    }

    private static string FindSdk()
    {
        // <dotnet>/shared/Microsoft.NETCore.App/<version>/
        var dotnet = Path.GetFullPath("../../..", RuntimeEnvironment.GetRuntimeDirectory());
        return Directory.EnumerateDirectories(Path.Combine(dotnet, "sdk")).OrderBy(Path.GetFileName, StringComparer.Ordinal).Last(f => File.Exists(Path.Combine(f, "Roslyn", "bincore", "csc.dll")));
    }

    private static IEnumerable<string> ReferenceAssemblies() => Directory.EnumerateFiles(Path.Combine(ReferencePack(), "ref"), "*.dll", SearchOption.AllDirectories);

    private static string ReferencePack() =>
        Directory.EnumerateDirectories(Path.Combine(Directory.GetParent(SdkFolder)!.Parent!.FullName, "packs", "Microsoft.NETCore.App.Ref")).Order(StringComparer.Ordinal).Last();
}
