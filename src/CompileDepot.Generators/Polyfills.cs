namespace System.Runtime.CompilerServices
{
    /// <summary>What records ask for, and .NET Standard 2.0 lacks.</summary>
    internal static class IsExternalInit;
}

namespace System
{
    /// <summary>What list patterns ask for, and .NET Standard 2.0 lacks.</summary>
    internal readonly struct Index(int value, bool fromEnd = false)
    {
        public int GetOffset(int length) => fromEnd ? length - value : value;
    }
}
