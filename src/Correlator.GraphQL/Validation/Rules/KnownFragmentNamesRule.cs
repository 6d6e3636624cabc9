using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>Fragments that are spread are defined.</summary>
internal sealed class KnownFragmentNamesRule : ValidationRule
{
    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is FragmentSpreadNode spread && !context.Fragments.ContainsKey(spread.Name.Value))
        {
            Report(context, $"Unknown fragment \"{spread.Name.Value}\".", spread.Name);
        }

        return true;
    }
}
