using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Limits;

/// <summary>Holds a valid document against the limits that need no variables. What introspection asks for is limited by its own rule.</summary>
internal sealed class DocumentLimits(GraphQLOptions options, DocumentNode document)
{
    private readonly Dictionary<string, FragmentDefinitionNode> _fragments = document.Definitions
        .OfType<FragmentDefinitionNode>()
        .ToDictionary(fragment => fragment.Name.Value, StringComparer.Ordinal);
    private readonly Dictionary<string, Extent> _extents = new(StringComparer.Ordinal);
    private readonly List<GraphQLError> _errors = [];

    /// <summary>The limits that the document is beyond.</summary>
    public static IReadOnlyList<GraphQLError> Check(GraphQLOptions options, DocumentNode document)
    {
        var limits = new DocumentLimits(options, document);
        limits.Check();
        return limits._errors;
    }

    private void Check()
    {
        var directives = Directives(document);
        Report(
            directives > options.MaxDirectives,
            "MaxDirectives",
            $"The document has {directives} directives; {options.MaxDirectives} are allowed.",
            document);
        foreach (var operation in document.Definitions.OfType<OperationDefinitionNode>())
        {
            var extent = Measure(operation.SelectionSet);
            Report(
                extent.Depth > options.MaxDepth,
                "MaxDepth",
                $"The operation is nested {extent.Depth} fields deep; {options.MaxDepth} are allowed.",
                operation);
            Report(
                extent.Fields > options.MaxFields,
                "MaxFields",
                $"The operation has {extent.Fields} fields; {options.MaxFields} are allowed.",
                operation);
            Report(
                extent.Aliases > options.MaxAliases,
                "MaxAliases",
                $"The operation has {extent.Aliases} aliases; {options.MaxAliases} are allowed.",
                operation);
        }

        if (!options.AllowIntrospection && Introspection(document).FirstOrDefault() is { } field)
        {
            Report(true, "NoIntrospection", $"GraphQL introspection is not allowed here, but the document asks for \"{field.Name.Value}\".", field);
        }
    }

    private void Report(bool isBeyond, string limit, string message, SyntaxNode node)
    {
        if (isBeyond)
        {
            _errors.Add(new GraphQLError(message, [node.Location]) { Rule = limit });
        }
    }

    private Extent Measure(SelectionSetNode set) => set.Selections.Aggregate(default(Extent), (extent, selection) => extent.Beside(Measure(selection)));

    private Extent Measure(SelectionNode selection)
    {
        switch (selection)
        {
            case FieldNode { SelectionSet: { } inner } field when !IsIntrospection(field):
                var below = Measure(inner);
                return new Extent(below.Depth + 1, below.Fields + 1, below.Aliases + (field.Alias is null ? 0 : 1));
            case FieldNode field:
                return new Extent(1, 1, field.Alias is null ? 0 : 1);
            case InlineFragmentNode inline:
                return Measure(inline.SelectionSet);
            case FragmentSpreadNode { Name.Value: var name } when _fragments.TryGetValue(name, out var fragment):
                if (!_extents.TryGetValue(name, out var extent))
                {
                    _extents[name] = extent = Measure(fragment.SelectionSet);
                }

                return extent;
            default:
                return default;
        }
    }

    private static bool IsIntrospection(FieldNode field) => field.Name.Value is "__schema" or "__type";

    private static int Directives(SyntaxNode node) => (node is DirectiveNode ? 1 : 0) + node.Children.Sum(Directives);

    private static IEnumerable<FieldNode> Introspection(SyntaxNode node) =>
        node is FieldNode field && IsIntrospection(field) ? [field] : node.Children.SelectMany(Introspection);
}
