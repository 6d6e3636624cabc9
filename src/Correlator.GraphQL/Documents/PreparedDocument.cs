using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Documents;

/// <summary>A document that was read and found valid, and is ready to run.</summary>
internal sealed class PreparedDocument
{
    public PreparedDocument(Schema schema, string text, DocumentNode document)
    {
        Text = text;
        var fragments = document.Definitions.OfType<FragmentDefinitionNode>().ToDictionary(fragment => fragment.Name.Value, StringComparer.Ordinal);
        var conditions = Conditions(document).Distinct(StringComparer.Ordinal).ToArray();
        Operations = [.. document.Definitions.OfType<OperationDefinitionNode>()
            .Select(operation => new PreparedOperation(schema, operation, fragments, conditions))];
    }

    public string Text { get; }

    public IReadOnlyList<PreparedOperation> Operations { get; }

    /// <summary>The operation of a name, or the only one; else why there is none.</summary>
    public PreparedOperation? Find(string? name, out string problem)
    {
        problem = "";
        if (string.IsNullOrEmpty(name))
        {
            problem = Operations.Count == 0 ? "Must provide an operation." : "Must provide operation name if query contains multiple operations.";
            return Operations is [var only] ? only : null;
        }

        problem = $"Unknown operation named \"{name}\".";
        foreach (var operation in Operations)
        {
            if (operation.Node.Name?.Value == name)
            {
                return operation;
            }
        }

        return null;
    }

    /// <summary>The variables that decide what is left out.</summary>
    private static IEnumerable<string> Conditions(SyntaxNode node) => node switch
    {
        DirectiveNode { Name.Value: "skip" or "include" } directive => directive.Arguments
            .Select(argument => argument.Value)
            .OfType<VariableNode>()
            .Select(variable => variable.Name.Value),
        _ => node.Children.SelectMany(Conditions),
    };
}
