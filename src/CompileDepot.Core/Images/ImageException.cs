namespace CompileDepot.Core.Images;

/// <summary>Why an image can't be used, in words, without its path. Of the kind that callers of a depot turn into a miss.</summary>
public sealed class ImageException(string message, Exception? inner = null) : IOException(message, inner);
