using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>Names of operations are unique.</summary>
internal sealed class UniqueOperationNamesRule : ValidationRule
{
    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        var operations = ((DocumentNode)node).Definitions.OfType<OperationDefinitionNode>();
        var names = operations.Select(operation => operation.Name).OfType<NameNode>();
        ReportTwice(context, names, name => $"There can be only one operation named \"{name}\".");
        return false;
    }
}
