using System.Text;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CompileDepot.Core.Tests.Hashing;

[TestClass]
public sealed class FileDigestRecordTests
{
    private static readonly Gen<string> Names = Gen.OneOf(Texts.Any, Texts.Of("|", "||", "p", "w", "-", " ", "%", "%7C", "\0", ""));

    private static readonly Gen<InputFile> Files =
        from path in Names
        from size in Gen.Elements(0L, 1, long.MaxValue)
        from time in Gen.Elements(0L, -1, long.MaxValue, long.MinValue)
        from inode in Gen.Elements(0UL, ulong.MaxValue)
        from references in Names.ArrayOf()
        from flags in Gen.Choose(0, 3)
        select new InputFile(path, new FileStamp(size, time, time / 2, inode, 0x1ff), ContentDigest.Of(Encoding.UTF8.GetBytes(path)), new FileTraits(references, (flags & 1) != 0, (flags & 2) != 0));

    [TestMethod]
    public void TryRead_GivesTheFile_WhenAnyFileWasWritten() => Texts.Check(Files, file =>
    {
        var line = Line(file);
        return line.Count(b => b == '\n') == 1 && file.Equals(FileDigestRecord.TryRead(line.AsSpan()[..^1]));
    });

    [TestMethod]
    public void TryRead_IsNull_WhenAnyByteIsFlippedOrMissing()
    {
        var line = Line(new InputFile("/a b|c", new FileStamp(1, 2, 3, 4, 5), ContentDigest.Of("x"u8), new FileTraits(["a|b c", ""], true, true)))[..^1];
        Assert.IsNotNull(FileDigestRecord.TryRead(line));
        for (var i = 0; i < line.Length; i++)
        {
            for (var bit = 1; bit < 256; bit <<= 1)
            {
                var flipped = (byte[])line.Clone();
                flipped[i] ^= (byte)bit;
                Assert.IsNull(FileDigestRecord.TryRead(flipped), $"byte {i}, bit {bit}");
            }
            Assert.IsNull(FileDigestRecord.TryRead(line.AsSpan(0, i)));
            Assert.IsNull(FileDigestRecord.TryRead([.. line.AsSpan(0, i), .. line.AsSpan(i + 1)]));
        }
    }

    [TestMethod]
    [DataRow("a b c d e f g h ")]
    [DataRow("/a 1 2 3 4 99999999 00 - ")]
    [DataRow("/a 99999999999999999999 2 3 4 5 00 - ")]
    [DataRow("/a 1 2 3 -4 5 00 - ")]
    [DataRow(" ")]
    public void TryRead_IsNull_WhenTheChecksumIsRightAndNothingElse(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        var sum = System.IO.Hashing.XxHash3.HashToUInt64(bytes).ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
        Assert.IsNull(FileDigestRecord.TryRead([.. bytes, .. Encoding.ASCII.GetBytes(sum)]));
    }

    private static byte[] Line(InputFile file)
    {
        var text = new StringBuilder();
        FileDigestRecord.Write(text, file);
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
