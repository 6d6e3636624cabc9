using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>A fragment stands where its type can be.</summary>
internal sealed class PossibleFragmentSpreadsRule : ValidationRule
{
    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is InlineFragmentNode inline
            && context.State is { Type: NamedType { IsComposite: true } type, Parent: { } parent }
            && !context.Schema.Overlap(type, parent))
        {
            Report(context, $"Fragment cannot be spread here as objects of type \"{parent}\" can never be of type \"{type}\".", inline);
        }
        else if (node is FragmentSpreadNode { Name.Value: var name } spread
            && context.State.Parent is { } around
            && context.Fragments.TryGetValue(name, out var fragment)
            && context.Schema.Find(fragment.TypeCondition) is NamedType { IsComposite: true } condition
            && !context.Schema.Overlap(condition, around))
        {
            Report(context, $"Fragment \"{name}\" cannot be spread here as objects of type \"{around}\" can never be of type \"{condition}\".", spread);
        }

        return true;
    }
}
