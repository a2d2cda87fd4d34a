using System.Collections;
using CompileDepot.Tasks.Wrapping;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Tests.Wrapping;

[TestClass]
public sealed class TaskValueTests
{
    /// <summary>As it is when <c>a/**/*.txt</c> becomes <c>**/*.txt</c> of the folder above: the same files, which a task copies to other places.</summary>
    [TestMethod]
    public void Lines_TellWhereAWildcardFoundAnItem_WhenOneDid()
    {
        CollectionAssert.AreEqual(new[] { "a/b/c.txt", "RecursiveDir", "b/", "Culture", "de" }, TaskValue.Lines(new ITaskItem[] { new FoundItem("a/b/c.txt", "b/") }).Single());
        CollectionAssert.AreEqual(new[] { "a/b/c.txt", "Culture", "de" }, TaskValue.Lines(new FoundItem("a/b/c.txt", "")).Single());
    }

    private sealed class FoundItem(string spec, string below) : ITaskItem
    {
        public string ItemSpec { get; set; } = spec;

        public ICollection MetadataNames => new[] { "Culture", "RecursiveDir" };

        public int MetadataCount => 2;

        public string GetMetadata(string metadataName) => metadataName == "RecursiveDir" ? below : metadataName == "Culture" ? "de" : "";

        // As MSBuild's own items: without what the engine knows of them.
        public IDictionary CloneCustomMetadata() => new Dictionary<string, string> { ["Culture"] = "de" };

        public void SetMetadata(string metadataName, string metadataValue) => throw new NotSupportedException();

        public void RemoveMetadata(string metadataName) => throw new NotSupportedException();

        public void CopyMetadataTo(ITaskItem destinationItem) => throw new NotSupportedException();
    }
}
