using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>Names of variables are unique.</summary>
internal sealed class UniqueVariableNamesRule : ValidationRule
{
    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is OperationDefinitionNode operation)
        {
            var names = operation.VariableDefinitions.Select(variable => variable.Variable.Name);
            ReportTwice(context, names, name => $"There can be only one variable named \"${name}\".");
        }

        return node is DocumentNode;
    }
}
