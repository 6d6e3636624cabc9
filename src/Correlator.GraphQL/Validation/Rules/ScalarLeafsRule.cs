using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>Leaves have no selection, and everything else has one.</summary>
internal sealed class ScalarLeafsRule : ValidationRule
{
    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is FieldNode field && context.State.Type is { } type)
        {
            if (type.Named.IsLeaf && field.SelectionSet is not null)
            {
                Report(context, $"Field \"{field.Name.Value}\" must not have a selection since type \"{type}\" has no subfields.", field.SelectionSet);
            }
            else if (!type.Named.IsLeaf && field.SelectionSet is null)
            {
                var name = field.Name.Value;
                var told = $"Field \"{name}\" of type \"{type}\" must have a selection of subfields. Did you mean \"{name} {{ ... }}\"?";
                Report(context, told, field);
            }
        }

        return true;
    }
}
