using System.Security.Cryptography;
using System.Text;
using CompileDepot.Core.Projects;

namespace CompileDepot.Core.Tests.Projects;

[TestClass]
public sealed class HashedListTests
{
    private static readonly string[] Items = ["/src/a.cs", "B", ""];

    [TestMethod]
    [DataRow(false, "/src/a.cs\u2028B\u2028\u2028")]
    [DataRow(true, "/SRC/A.CS\u2028B\u2028\u2028")]
    public void FileContent_IsTheHashOfTheItemsEachWithASeparatorBehindIt(bool ignoreCase, string hashed) => Assert.AreEqual(
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hashed))) + Environment.NewLine,
        Encoding.UTF8.GetString(HashedList.FileContent(HashedList.Text(Items, ignoreCase))));

    [TestMethod]
    public void Text_TellsListsApart()
    {
        string[][] lists = [[], [""], ["", ""], ["a"], ["a", ""], ["", "a"], ["A"]];
        CollectionAssert.AllItemsAreUnique(lists.Select(l => HashedList.Text(l, ignoreCase: false)).ToList());
        Assert.HasCount(lists.Length - 1, lists.Select(l => Convert.ToHexString(HashedList.FileContent(HashedList.Text(l, ignoreCase: true)))).Distinct().ToList(), "a and A are one where case is ignored");
    }
}
