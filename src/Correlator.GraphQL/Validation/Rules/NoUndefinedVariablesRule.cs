using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>Variables that are used are declared.</summary>
internal sealed class NoUndefinedVariablesRule : ValidationRule
{
    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is OperationDefinitionNode operation)
        {
            var undefined = context
                .Usages(operation)
                .Where(usage => operation.VariableDefinitions.All(variable => variable.Variable.Name.Value != usage.Node.Name.Value));
            foreach (var usage in undefined)
            {
                var where = operation.Name is null ? "" : $" by operation \"{operation.Name.Value}\"";
                Report(context, $"Variable \"${usage.Node.Name.Value}\" is not defined{where}.", usage.Node, operation);
            }
        }

        return node is DocumentNode;
    }
}
