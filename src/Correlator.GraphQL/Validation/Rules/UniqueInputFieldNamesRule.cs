using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>A field of an input object is given once.</summary>
internal sealed class UniqueInputFieldNamesRule : ValidationRule
{
    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is ObjectValueNode { Fields.Count: > 1 } value)
        {
            ReportTwice(context, value.Fields.Select(field => field.Name), name => $"There can be only one input field named \"{name}\".");
        }

        return true;
    }
}
