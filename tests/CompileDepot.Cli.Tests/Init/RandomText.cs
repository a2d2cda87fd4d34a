using System.Text;

namespace CompileDepot.Cli.Tests.Init;

/// <summary>Well-formed files with blanks, comments and commas in all the places where they may be, from a seed so that a failure comes again.</summary>
internal static class RandomText
{
    public static string Json(Random random)
    {
        var values = new[] { "1", "\"x\"", "{ \"v\": \"1\" }", "[1, 2]", "null", "{\n    \"v\": 1,\n  }" };
        string Trivia() => Pick(random, "", "", "", " ", "  ", "\n", "\n  ", "\n    ", "\t", "\n\n", " // c, {\n", " /* c } */ ", "\n  /* a\n b */\n");
        // No comment before a colon: System.Text.Json takes it for a fault.
        string Object(int depth)
        {
            var count = random.Next(3);
            var sections = depth == 0 && random.Next(2) == 0 ? random.Next(count + 1) : -1;
            var text = new StringBuilder("{").Append(Trivia());
            for (var i = 0; i < count; i++)
            {
                var (name, value) = i == sections ? ("msbuild-sdks", Object(1)) : ($"m{i}", Pick(random, values));
                text.Append('"').Append(name).Append('"').Append(Pick(random, "", " ", "\n")).Append(':').Append(Trivia()).Append(value).Append(Trivia());
                text.Append(i + 1 < count || random.Next(4) == 0 ? "," : "").Append(Trivia());
            }

            return text.Append('}').ToString();
        }

        return Trivia() + Object(0) + Trivia();
    }

    public static string Project(Random random)
    {
        string Trivia() => Pick(random, "", "", "", " ", "  ", "\n", "\n  ", "\n\t", "\n\n",
            " <!-- c > </Project> -->", "\n  <!-- a\n <Import/> -->\n", " <?pi x?>");
        var children = new[]
        {
            "<A/>", "<PropertyGroup>\n    <B C='>'>x</B>\n  </PropertyGroup>", "<Import Project=\"x\" />", "<Import Project=\"Sdk.props\" Sdk=\"Other\" />",
            "<D><![CDATA[</Project>]]></D>", "<E>&lt;\u00e9\u6f22&#13;\n</E>",
        };
        var attributes = Pick(random, "", " ", " Sdk=\"a>b\"", "\n  xmlns='http://schemas.microsoft.com/developer/msbuild/2003'", " A=\"1\"\n\tB='/'\n");
        var text = new StringBuilder(Pick(random, "", "", "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"));
        text.Append(random.Next(4) == 0 ? "<!-- <Project> -->\n" : "");
        text.Append("<Project").Append(attributes);
        if (random.Next(5) == 0)
            return text.Append("/>").Append(Pick(random, "", "\n", "\n\n", "<!-- c -->")).ToString();
        text.Append('>').Append(Trivia());
        for (var i = random.Next(4); i > 0; i--)
            text.Append(Pick(random, children)).Append(Trivia());
        return text.Append(Pick(random, "</Project>", "</Project>", "</Project >", "</Project\n>")).Append(Pick(random, "", "\n", " \n")).ToString();
    }

    private static string Pick(Random random, params string[] choices) => choices[random.Next(choices.Length)];
}
