using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>Variables that are declared are used.</summary>
internal sealed class NoUnusedVariablesRule : ValidationRule
{
    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is OperationDefinitionNode { VariableDefinitions.Count: > 0 } operation)
        {
            var used = context.Usages(operation).Select(usage => usage.Node.Name.Value).ToHashSet(StringComparer.Ordinal);
            foreach (var variable in operation.VariableDefinitions.Where(variable => !used.Contains(variable.Variable.Name.Value)))
            {
                var where = operation.Name is null ? "" : $" in operation \"{operation.Name.Value}\"";
                Report(context, $"Variable \"${variable.Variable.Name.Value}\" is never used{where}.", variable);
            }
        }

        return node is DocumentNode;
    }
}
