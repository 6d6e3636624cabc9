using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>Fragments are on objects, interfaces and unions.</summary>
internal sealed class FragmentsOnCompositeTypesRule : ValidationRule
{
    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is InlineFragmentNode { TypeCondition: { } condition } && context.Schema.Find(condition) is { IsComposite: false })
        {
            Report(context, $"Fragment cannot condition on non composite type \"{condition.Name.Value}\".", condition);
        }
        else if (node is FragmentDefinitionNode fragment && context.Schema.Find(fragment.TypeCondition) is { IsComposite: false })
        {
            var (name, type) = (fragment.Name.Value, fragment.TypeCondition);
            Report(context, $"Fragment \"{name}\" cannot condition on non composite type \"{type.Name.Value}\".", type);
        }

        return true;
    }
}
