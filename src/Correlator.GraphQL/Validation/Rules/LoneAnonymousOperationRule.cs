using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>An operation without a name stands alone.</summary>
internal sealed class LoneAnonymousOperationRule : ValidationRule
{
    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        OperationDefinitionNode[] operations = [.. ((DocumentNode)node).Definitions.OfType<OperationDefinitionNode>()];
        foreach (var operation in operations.Where(operation => operation.Name is null && operations.Length > 1))
        {
            Report(context, "This anonymous operation must be the only defined operation.", operation);
        }

        return false;
    }
}
