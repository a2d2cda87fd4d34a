using System.Text;

namespace CompileDepot.Core.IO;

/// <summary>UTF-8 that throws (<see cref="ArgumentException"/>) for anything else, and keeps a byte order mark: so text and bytes are one.</summary>
internal static class StrictUtf8
{
    public static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
