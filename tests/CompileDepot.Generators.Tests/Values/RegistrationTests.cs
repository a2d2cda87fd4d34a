namespace CompileDepot.Generators.Tests.Values;

/// <summary>Methods that call what others contribute.</summary>
[TestClass]
public sealed class RegistrationTests
{
    private const string Library = """
        using System.Collections.Generic;
        namespace Lib;
        public struct Bag { public string Text; }
        public static class Methods
        {
            public static void Add(IEnumerable<string> log, int n) => ((List<string>)log).Add("add " + n);
            public static List<string> Return(List<string> log, long n) { log.Add("return " + n); return log; }
            public static void Generic<T>(ICollection<string> log, T n) => log.Add("generic " + n + typeof(T).Name);
            public static void Optional(List<string> log, int n, string more = "more") => log.Add(more + n);
            public static void Ref(ref Bag bag, in int n) => bag.Text += n;
            public static void Byte(List<string> log, byte n) { }
            public static void Out(List<string> log, out int n) => n = 0;
            public static void Ambiguous(IEnumerable<string> log, long n) { }
            public static void Ambiguous(ICollection<string> log, double n) { }
            [System.Obsolete("never", true)] public static void Obsolete(List<string> log, int n) { }
            [System.Runtime.InteropServices.UnmanagedCallersOnly] public static void Unmanaged() { }
            [System.Obsolete("soon")] public static void Soon(List<string> log, int n) => log.Add("soon " + n);
            public static int Field;
            internal static void Hidden(List<string> log, int n) { }
        }
        public class Instance { public void Add(List<string> log, int n) { } protected static void Protected(List<string> log, int n) { } }
        """;

    [TestMethod]
    public void Method_CallsEachInOrder_WithItsParameters()
    {
        const string source = """
            using CompileDepot;
            using System.Collections.Generic;
            [assembly: CompileSeq("services", typeof(App), "Own")]
            [assembly: CompileSeq("services", typeof(App), "Own")]
            public static partial class App
            {
                [SealedCollection("services")] static partial void Register(this List<string> @this, int value);
                [SealedCollection("none")] static partial void None(int value);
                private static void Own(List<string> log, int n) => log.Add("own " + n);
                public static string Test() { var log = new List<string>(); log.Register(7); None(1); return string.Join(", ", log); }
            }
            """;
        var gathered = GatheredText.Of(
            "collection|none|-", "collection|services|seq", "from|src/A/A.csproj", "value|method|Lib.Methods|Lib|Return", "value|method|Lib.Methods|Lib|Add", "from|src/Z/Z.csproj", "value|method|Lib.Methods||Generic", "value|method|Lib.Methods||Optional", "value|method|Lib.Methods||Soon");
        Assert.AreEqual("return 7, add 7, own 7, generic 7Int32, more7, soon 7", new TestCompilation(source, gathered).WithLibrary("Lib", Library).Text());
    }

    [TestMethod]
    public void Method_PassesReferencesOn()
    {
        const string source = """
            using CompileDepot;
            public partial struct App
            {
                [SealedCollection("services")] private partial void Register(ref Lib.Bag bag, in int n);
                public static string Test() { var bag = new Lib.Bag(); default(App).Register(ref bag, 5); return bag.Text; }
            }
            """;
        Assert.AreEqual("5", new TestCompilation(source, GatheredText.Of("collection|services|seq", "from|l", "value|method|Lib.Methods|Lib|Ref")).WithLibrary("Lib", Library).Text());
    }

    [TestMethod]
    [DataRow("method|Lib.Methods|Lib|Byte", "CD0074")]
    [DataRow("method|Lib.Methods|Lib|Ref", "CD0074")]
    [DataRow("method|Lib.Methods|Lib|Out", "CD0074")]
    [DataRow("method|Lib.Methods|Lib|Ambiguous", "CD0074")]
    [DataRow("method|Lib.Methods|Lib|Obsolete", "CD0074")]
    [DataRow("method|Lib.Methods|Lib|Unmanaged", "CD0074")]
    [DataRow("method|Lib.Methods|Lib|Field", "CD0073")]
    [DataRow("method|Lib.Methods|Lib|Hidden", "CD0073")]
    [DataRow("method|Lib.Methods|Lib|Missing", "CD0073")]
    [DataRow("method|Lib.Methods|Lib|no name", "CD0073")]
    [DataRow("method|Lib.Methods|Lib|Add(null, 0); //", "CD0073")]
    [DataRow("method|Lib.Instance|Lib|Add", "CD0073")]
    [DataRow("method|Lib.Instance|Lib|Protected", "CD0073")]
    [DataRow("method|Lib.Nowhere|Lib|Add", "CD0073")]
    [DataRow("type|Lib.Methods|Lib", "CD0072")]
    [DataRow("string|Add", "CD0072")]
    public void Contribution_IsAnError_WhenItCannotBeCalled(string value, string code)
    {
        const string source = """
            using CompileDepot;
            using System.Collections.Generic;
            public static partial class App { [SealedCollection("services")] static partial void Register(List<string> log, int n); }
            """;
        var error = new TestCompilation(source, GatheredText.Of("collection|services|seq", "from|src/Lib/Lib.csproj", "value|" + value)).WithLibrary("Lib", Library).Error(code);
        Assert.Contains("src/Lib/Lib.csproj", error.GetMessage(null));
    }
}
