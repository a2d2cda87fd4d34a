namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>Projects and sources that several scenarios start from.</summary>
public static class Samples
{
    /// <summary>One warning (CS0219), one public and one private member.</summary>
    public const string LibrarySource = """
        namespace Sample;

        /// <summary>Greets.</summary>
        public static class Greeter
        {
            /// <summary>Greets somebody.</summary>
            public static string Greet(string name)
            {
                int unused = 1;
                return "Hello, " + name + "!";
            }
        }

        """;

    public static TestProject CSharp(string name) => new TestProject(name).Set("ImplicitUsings", "enable").Set("Nullable", "enable");

    public static TestProject VisualBasic(string name) => new TestProject(name, "vbproj").Set("RootNamespace", name);

    public static TestProject FSharp(string name) => new(name, "fsproj");

    /// <summary>An app in C# above a library in each language; each of the four has a warning.</summary>
    public static Languages AllLanguages(TestTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var cs = tree.Add(CSharp("CsLib")).File("Greeter.cs", LibrarySource);
        var vb = tree.Add(VisualBasic("VbLib")).File("Doubler.vb", """
            Public Module Doubler
                Public Function Twice(value As Integer) As Integer
                    Dim unused As Integer
                    Return value * 2
                End Function
            End Module

            """);
        var fs = tree.Add(FSharp("FsLib").Item("<Compile Include=\"Adder.fs\" />")).File("Adder.fs", """
            module FsLib.Adder

            let add (a: int) (b: int) : int = a + b

            let warned (value: int option) : int =
                match value with
                | Some number -> number

            """);
        var app = tree.Add(CSharp("App").Set("OutputType", "Exe").References(cs, vb, fs)).File("Program.cs", """
            #warning App is only a sample
            Console.WriteLine(Sample.Greeter.Greet("you") + VbLib.Doubler.Twice(2) + FsLib.Adder.add(1, 2));

            """);
        return new Languages(cs, vb, fs, app);
    }

    public static string Resx(string text) => $"""
        <root>
          <resheader name="resmimetype"><value>text/microsoft-resx</value></resheader>
          <resheader name="version"><value>2.0</value></resheader>
          <resheader name="reader"><value>System.Resources.ResXResourceReader, System.Windows.Forms</value></resheader>
          <resheader name="writer"><value>System.Resources.ResXResourceWriter, System.Windows.Forms</value></resheader>
          <data name="Hello" xml:space="preserve"><value>{text}</value></data>
        </root>

        """;

    /// <summary>App → Middle → Lib, all in C#.</summary>
    public static (TestProject Lib, TestProject Middle, TestProject App) Chain(TestTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var lib = tree.Add(CSharp("Lib")).File("Lib.cs", LibrarySource);
        var middle = tree.Add(CSharp("Middle").References(lib)).File("Middle.cs", """
            namespace Sample;

            public static class Middle
            {
                public static string Text() => Greeter.Greet("middle");
            }

            """);
        var app = tree.Add(CSharp("App").Set("OutputType", "Exe").References(middle)).File("Program.cs", """
            Console.WriteLine(Sample.Middle.Text());

            """);
        return (lib, middle, app);
    }
}

public sealed record Languages(TestProject CSharp, TestProject VisualBasic, TestProject FSharp, TestProject App);
