using CompileDepot.Core.IO;

namespace CompileDepot.Core.Hashing;

/// <summary>A file as an action saw it: where, when, what content, and what its content leads to.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Traits">What the content refers to beside itself (see <see cref="FileTraits"/>).</param>
/// <param name="IsSettled">Whether the stamp was settled when the content was read: only then an equal stamp later means equal content.</param>
public sealed record InputFile(string Path, FileStamp Stamp, ContentDigest Digest, FileTraits Traits, bool IsSettled = true);
