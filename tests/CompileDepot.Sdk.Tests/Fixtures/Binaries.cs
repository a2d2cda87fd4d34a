using System.Security.Cryptography;

namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>Small binary files that compilers read, made in code.</summary>
public static class Binaries
{
    /// <summary>A new strong-name key pair, as <c>sn -k</c> writes it.</summary>
    public static byte[] StrongNameKey()
    {
        using var key = new RSACryptoServiceProvider(2048) { PersistKeyInCsp = false };
        return key.ExportCspBlob(includePrivateParameters: true);
    }

    /// <summary>An icon of one pixel of a colour.</summary>
    public static byte[] Icon(byte colour)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        foreach (var word in (short[])[0, 1, 1])
            writer.Write(word);
        writer.Write([(byte)1, 1, 0, 0]);
        writer.Write((short)1); // planes
        writer.Write((short)32); // bits per pixel
        writer.Write(40 + 4 + 4); // bytes of the image
        writer.Write(22); // where it starts
        foreach (var field in (int[])[40, 1, 2, 1 | (32 << 16), 0, 8, 0, 0, 0, 0])
            writer.Write(field);
        writer.Write([colour, colour, colour, (byte)255, 0, 0, 0, 0]);
        return stream.ToArray();
    }

    /// <summary>A compiled Win32 resource file with one raw resource.</summary>
    public static byte[] Win32Resource(int value)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        WriteHeader(writer, size: 0, type: 0, name: 0);
        WriteHeader(writer, size: 4, type: 10, name: 1);
        writer.Write(value);
        return stream.ToArray();

        static void WriteHeader(BinaryWriter writer, int size, ushort type, ushort name)
        {
            writer.Write(size);
            writer.Write(32);
            foreach (var word in (ushort[])[0xFFFF, type, 0xFFFF, name])
                writer.Write(word);
            writer.Write(new byte[16]);
        }
    }

    public static string Manifest(string name) => $"""
        <?xml version="1.0" encoding="utf-8"?>
        <assembly manifestVersion="1.0" xmlns="urn:schemas-microsoft-com:asm.v1">
          <assemblyIdentity version="1.0.0.0" name="{name}"/>
        </assembly>

        """;
}
