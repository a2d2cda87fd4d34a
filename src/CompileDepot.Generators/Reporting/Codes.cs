using Microsoft.CodeAnalysis;

namespace CompileDepot.Generators.Reporting;

/// <summary>The errors that the generator reports. The same codes as in <c>DiagnosticCodes</c> of CompileDepot.Core, which does not run inside the compiler.</summary>
internal static class Codes
{
    public const string DuplicateKey = "CD0060";
    public const string TwoKinds = "CD0061";
    public const string BadContribution = "CD0066";
    public const string BadMember = "CD0070";
    public const string OtherKind = "CD0071";
    public const string OtherType = "CD0072";
    public const string NotSeen = "CD0073";
    public const string OtherSignature = "CD0074";
    public const string UnreadableGathered = "CD0075";
    public const string CounterOverflow = "CD0076";

    private static readonly Dictionary<string, DiagnosticDescriptor> Descriptors = new (string Code, string Title)[]
    {
        (DuplicateKey, "A key of a table has two values"),
        (TwoKinds, "One collection has two kinds"),
        (BadContribution, "A contribution means nothing"),
        (BadMember, "A member can't be filled from a collection"),
        (OtherKind, "A member does not fit the kind of its collection"),
        (OtherType, "A contributed value is of another type"),
        (NotSeen, "A contributed type or method can't be seen"),
        (OtherSignature, "A contributed method has another signature"),
        (UnreadableGathered, "Gathered contributions can't be read"),
        (CounterOverflow, "A counter is too large"),
    }.ToDictionary(c => c.Code, c => new DiagnosticDescriptor(c.Code, c.Title, "{0}", "CompileDepot", DiagnosticSeverity.Error, isEnabledByDefault: true));

    public static Diagnostic Diagnostic(Problem problem, Place? place) => Microsoft.CodeAnalysis.Diagnostic.Create(Descriptors[problem.Code], place?.Location, problem.Message);
}
