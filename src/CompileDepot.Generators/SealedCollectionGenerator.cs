using System.Text;
using CompileDepot.Generators.Contributions;
using CompileDepot.Generators.Gathered;
using CompileDepot.Generators.Members;
using CompileDepot.Generators.Rendering;
using CompileDepot.Generators.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CompileDepot.Generators;

/// <summary>
/// Fills partial members that carry <c>[SealedCollection]</c> or <c>[SealedIds]</c> from what the projects below this one contribute, which the targets put into a file of <see cref="GatheredFile.Suffix"/>, and from this
/// project's own attributes. The step <see cref="PlanStep"/> runs at every change, since any may be of what a contribution names; it gives plain values, so that nothing runs after it while they are the same.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class SealedCollectionGenerator : IIncrementalGenerator
{
    public const string PlanStep = "SealedPlan";

    public const string HintName = "CompileDepot.SealedCollections.g.cs";

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var collections = context.SyntaxProvider.ForAttributeWithMetadataName(MemberReader.CollectionAttribute, MemberReader.MayBe, (c, _) => MemberReader.Read(c, forIds: false)).Collect();
        var ids = context.SyntaxProvider.ForAttributeWithMetadataName(MemberReader.IdsAttribute, MemberReader.MayBe, (c, _) => MemberReader.Read(c, forIds: true)).Collect();
        var files = context.AdditionalTextsProvider.Where(t => t.Path.EndsWith(GatheredFile.Suffix, StringComparison.OrdinalIgnoreCase))
            .Select((t, cancellation) => GatheredReader.Read(t.Path, t.GetText(cancellation), cancellation)).Collect();
        var plan = collections.Combine(ids).Combine(files)
            .Select((all, cancellation) => MemberPlanner.Plan([.. all.Left.Left, .. all.Left.Right], all.Right, cancellation)).WithTrackingName(PlanStep);
        context.RegisterSourceOutput(plan, Write);
    }

    private static void Write(SourceProductionContext context, SealedPlan plan)
    {
        var locator = new ContributionLocator(plan.GatheredPath, context.CancellationToken);
        foreach (var problem in plan.Problems)
            context.ReportDiagnostic(Codes.Diagnostic(problem, problem.Place ?? (problem.Contribution is { } contribution ? locator.Find(contribution) : null)));
        if (plan.Members.Count > 0)
            context.AddSource(HintName, SourceText.From(MemberWriter.Source(plan.Members), Encoding.UTF8));
    }
}
