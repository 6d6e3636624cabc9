using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>Fragments that are defined are used.</summary>
internal sealed class NoUnusedFragmentsRule : ValidationRule
{
    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        var used = context.Document.Definitions
            .OfType<OperationDefinitionNode>()
            .SelectMany(context.Reached)
            .Select(fragment => fragment.Name.Value)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var fragment in context.Document.Definitions.OfType<FragmentDefinitionNode>().Where(fragment => !used.Contains(fragment.Name.Value)))
        {
            Report(context, $"Fragment \"{fragment.Name.Value}\" is never used.", fragment);
        }

        return false;
    }
}
