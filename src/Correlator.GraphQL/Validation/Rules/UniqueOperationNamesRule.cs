using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>Names of operations are unique.</summary>
internal sealed class UniqueOperationNamesRule : ValidationRule
{
    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        ReportTwice(context, ((DocumentNode)node).Definitions.OfType<OperationDefinitionNode>().Select(operation => operation.Name).OfType<NameNode>(), name => $"There can be only one operation named \"{name}\".");
        return false;
    }
}
