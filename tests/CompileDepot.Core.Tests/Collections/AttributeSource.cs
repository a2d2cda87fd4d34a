namespace CompileDepot.Core.Tests.Collections;

/// <summary>Attribute classes as the build generates them into each project.</summary>
internal static class AttributeSource
{
    public const string Text = """

        namespace CompileDepot
        {
            [System.AttributeUsage(System.AttributeTargets.Assembly, AllowMultiple = true)]
            internal sealed class CompileSeqAttribute : System.Attribute
            {
                public CompileSeqAttribute(string name, object value) { }
                public CompileSeqAttribute(string name, string value) { }
                public CompileSeqAttribute(string name, int value) { }
                public CompileSeqAttribute(string name, long value) { }
                public CompileSeqAttribute(string name, bool value) { }
                public CompileSeqAttribute(string name, System.Type value) { }
                public CompileSeqAttribute(string name, System.Type type, string method) { }
            }
            [System.AttributeUsage(System.AttributeTargets.Assembly, AllowMultiple = true)]
            internal sealed class CompileTableAttribute : System.Attribute
            {
                public CompileTableAttribute(string name, string key, object value) { }
                public CompileTableAttribute(string name, string key, System.Type type, string method) { }
            }
            [System.AttributeUsage(System.AttributeTargets.Assembly, AllowMultiple = true)]
            internal sealed class CompileCounterAttribute : System.Attribute
            {
                public CompileCounterAttribute(string name, long value) { }
            }
        }

        """;
}
