using System.Text;

namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>One project of a <see cref="TestTree"/>: its properties and items can be changed between builds.</summary>
public sealed class TestProject(string name, string extension = "csproj")
{
    private readonly Dictionary<string, string> _properties = new() { ["TargetFramework"] = "net10.0" };
    private readonly List<string> _items = [];
    private readonly List<string> _targets = [];

    public string Name { get; } = name;

    public string Path => $"{Name}/{Name}.{extension}";

    public TestTree? Tree { get; set; }

    /// <summary>Sets a property; <see langword="null"/> takes it away.</summary>
    public TestProject Set(string property, string? value)
    {
        if (value is null)
            _properties.Remove(property);
        else
            _properties[property] = value;
        return Save();
    }

    public string? Get(string property) => _properties.GetValueOrDefault(property);

    /// <summary>Adds an item element, as it stands in a project file.</summary>
    public TestProject Item(string element)
    {
        _items.Add(element);
        return Save();
    }

    public TestProject WithoutItem(string element)
    {
        Assert.IsTrue(_items.Remove(element), element);
        return Save();
    }

    /// <summary>Adds any other element below <c>Project</c>, after all items.</summary>
    public TestProject Element(string element)
    {
        _targets.Add(element);
        return Save();
    }

    public TestProject References(params TestProject[] projects)
    {
        ArgumentNullException.ThrowIfNull(projects);
        foreach (var project in projects)
            Item($"<ProjectReference Include=\"../{project.Path}\" />");
        return this;
    }

    /// <summary>Writes a file of the project.</summary>
    public TestProject File(string path, string text)
    {
        Tree!.Write($"{Name}/{path}", text);
        return this;
    }

    public TestProject File(string path, byte[] content)
    {
        Tree!.Write($"{Name}/{path}", content);
        return this;
    }

    public TestProject Edit(string path, string before, string after)
    {
        Tree!.Edit($"{Name}/{path}", before, after);
        return this;
    }

    public TestProject Save()
    {
        Tree?.Write(Path, Text());
        return this;
    }

    private string Text()
    {
        var text = new StringBuilder("<Project Sdk=\"Microsoft.NET.Sdk\">\n  <PropertyGroup>\n");
        foreach (var (property, value) in _properties)
            text.Append("    <").Append(property).Append('>').Append(value).Append("</").Append(property).Append(">\n");
        text.Append("  </PropertyGroup>\n  <ItemGroup>\n");
        foreach (var item in _items)
            text.Append("    ").Append(item).Append('\n');
        text.Append("  </ItemGroup>\n");
        foreach (var target in _targets)
            text.Append(target).Append('\n');
        return text.Append("</Project>\n").ToString();
    }
}
