using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>Fields are those of their type.</summary>
internal sealed class FieldsOnCorrectTypeRule : ValidationRule
{
    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is FieldNode field && context.State is { Parent: { } parent, Field: null })
        {
            Report(context, $"Cannot query field \"{field.Name.Value}\" on type \"{parent}\".", field);
        }

        return true;
    }
}
