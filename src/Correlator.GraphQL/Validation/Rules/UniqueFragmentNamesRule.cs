using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>Names of fragments are unique.</summary>
internal sealed class UniqueFragmentNamesRule : ValidationRule
{
    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        var fragments = ((DocumentNode)node).Definitions.OfType<FragmentDefinitionNode>();
        ReportTwice(context, fragments.Select(fragment => fragment.Name), name => $"There can be only one fragment named \"{name}\".");
        return false;
    }
}
