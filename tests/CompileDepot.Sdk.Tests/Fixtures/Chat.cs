namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>
/// Projects that contribute to collections in each way there is, and an application that seals them: App → Between → Chat, VbLib, FsLib, and App → Core (net10.0), Routes → Core (netstandard2.0). Warnings are errors everywhere.
/// </summary>
/// <remarks>The application's bytes are the same in each checkout: paths in its symbols begin at the root. Those of F# are mapped nowhere: an entry of a compile by F# with mapped paths serves one checkout alone.</remarks>
public sealed class Chat
{
    public const int Compiles = 8;

    public const string Program = """
        using CompileDepot;
        [assembly: CompileSeq("routes", "GET /own")]
        Console.WriteLine(string.Join(',', App.Sealed.Routes));
        Console.WriteLine(string.Join(',', App.Sealed.Messages.Select(m => $"{m.Key}={m.Value.Name}").Order()));
        Console.WriteLine(string.Join(',', App.Sealed.Ids.Select(i => $"{i.Value} {i.Key}").Order()));
        var services = new List<string>();
        App.Sealed.Register(services);
        Console.WriteLine($"{string.Join(',', services)} {App.Sealed.Tests} {Between.Both.Text}");
        namespace App
        {
            internal static partial class Sealed
            {
                [SealedCollection("routes")] public static partial IReadOnlyList<string> Routes { get; }
                [SealedCollection("messages")] public static partial IReadOnlyDictionary<string, Type> Messages { get; }
                [SealedIds("messages")] public static partial IReadOnlyDictionary<string, int> Ids { get; }
                [SealedCollection("services")] public static partial void Register(List<string> services);
                [SealedCollection("tests")] public static partial int Tests { get; }
            }
        }

        """;

    /// <summary>What the program says of the tree as it is made: in order of the paths of projects, of each the items first; Core's count is one for both of its frameworks.</summary>
    public const string Says = """
        GET /app,GET /own,GET /ping,GET /fs,GET /made;1,GET /made/2,GET /vb
        item=Item,ping=Ping,pong=String
        1 ping,3 item,4 pong
        ping 8 secret
        """;

    public Chat(TestTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        tree.Write("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <CompileDepotCollections>true</CompileDepotCollections>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <PathMap Condition="'$(MSBuildProjectExtension)' != '.fsproj'">$(MSBuildThisFileDirectory)=/_/</PathMap>
              </PropertyGroup>
            </Project>

            """);
        Core = tree.Add(new TestProject("Core").Set("TargetFramework", null).Set("TargetFrameworks", "net10.0;netstandard2.0")
            .Item("<CompileCounter Include=\"tests\" Value=\"2\" />")).File("Core.cs", "[assembly: CompileDepot.CompileCounter(\"tests\", 3)]\npublic class Core { }\n");
        Routes = tree.Add(new TestProject("Routes").Set("TargetFramework", "netstandard2.0").References(Core).Item("<RestorableTarget Include=\"AddRoutes\" />").Item("<None Include=\"routes.txt\" />").Element("""
              <Target Name="AddRoutes" BeforeTargets="CoreCompile">
                <ReadLinesFromFile File="routes.txt">
                  <Output TaskParameter="Lines" ItemName="_Line" />
                </ReadLinesFromFile>
                <ItemGroup>
                  <CompileSeq Include="routes" Value="GET %(_Line.Identity)" />
                </ItemGroup>
              </Target>
            """)).File("routes.txt", "/made;1\n/made/2\n").File("Routes.cs", "public class Routes : Core { }\n");
        Talk = tree.Add(Samples.CSharp("Chat").Item("<CompileTable Include=\"messages\" Key=\"item\" Value=\"typeof:Chat.Item\" />").Item("<InternalsVisibleTo Include=\"Between\" />").Item("<InternalsVisibleTo Include=\"App\" />"))
            .File("Ping.cs", """
                using CompileDepot;
                [assembly: CompileTable("messages", "ping", typeof(Chat.Ping))]
                [assembly: CompileTable("messages", "pong", typeof(string))]
                [assembly: CompileSeq("routes", "GET /ping")]
                [assembly: CompileSeq("services", typeof(Chat.Ping), nameof(Chat.Ping.Register))]
                [assembly: CompileCounter("tests", 3)]
                namespace Chat;

                public sealed class Ping
                {
                    public static void Register(List<string> services) => services.Add("ping");
                }

                public sealed class Item;

                internal static class Secret
                {
                    public static string Text => "secret";
                }

                """);
        Basic = tree.Add(Samples.VisualBasic("VbLib")).File("Lib.vb", "<Assembly: CompileDepot.CompileSeq(\"routes\", \"GET /vb\")>\nPublic Class Library\nEnd Class\n");
        Functional = tree.Add(Samples.FSharp("FsLib").Item("<Compile Include=\"Lib.fs\" />")).File("Lib.fs", "namespace FsLib\n\n[<assembly: CompileDepot.CompileSeq(\"routes\", \"GET /fs\")>]\ndo ()\n");
        Between = tree.Add(Samples.CSharp("Between").References(Talk, Basic, Functional).Item("<InternalsVisibleTo Include=\"App\" />"))
            .File("Both.cs", "namespace Between;\n\npublic static class Both\n{\n    public static string Text => Chat.Secret.Text;\n}\n");
        App = tree.Add(Samples.CSharp("App").Set("OutputType", "Exe").References(Between, Core, Routes).Item("<SealCollection Include=\"routes;messages;services;tests\" />")
            .Item("<CompileSeq Include=\"routes\" Value=\"GET /app\" />").Item("<StaticWrite Include=\"messages.ids\" Collection=\"messages\" />")).File("Program.cs", Program).File("messages.ids", "1 ping\n2 gone reserved\n");
    }

    public TestProject Core { get; }

    public TestProject Routes { get; }

    public TestProject Talk { get; }

    public TestProject Basic { get; }

    public TestProject Functional { get; }

    public TestProject Between { get; }

    public TestProject App { get; }
}
