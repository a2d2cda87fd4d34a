using System.Runtime.Versioning;
using CompileDepot.Core.IO;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.IO;

[TestClass]
[OSCondition(OperatingSystems.Linux)]
[SupportedOSPlatform("linux")]
public sealed class UmaskTests
{
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    [TestMethod]
    public void Default_IsWhatANewFileGets_WhateverWasRecorded()
    {
        using var folder = new TempFolder();
        var usual = File.GetUnixFileMode(folder.Write("a", ""));
        foreach (var recorded in new[] { UnixFileMode.None, UnixFileMode.UserRead, (UnixFileMode)0x1b6 })
            Assert.AreEqual(usual, Umask.Default(recorded));
        foreach (var recorded in new[] { UnixFileMode.UserExecute, (UnixFileMode)0xfff })
        {
            Assert.AreEqual(usual, Umask.Default(recorded) & ~Execute);
            Assert.IsTrue(Umask.Default(recorded).HasFlag(UnixFileMode.UserExecute));
        }
    }
}
