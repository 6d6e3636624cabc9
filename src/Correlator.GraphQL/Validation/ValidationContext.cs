using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Validation;

/// <summary>What all rules know of the document while it is walked.</summary>
internal sealed class ValidationContext
{
    private readonly int _maxErrors;
    private readonly List<GraphQLError> _errors = [];
    private readonly Dictionary<SyntaxNode, IReadOnlyList<VariableUsage>> _usages = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<SyntaxNode, IReadOnlyList<FragmentSpreadNode>> _spreads = new(ReferenceEqualityComparer.Instance);

    public ValidationContext(Schema schema, DocumentNode document, int maxErrors)
    {
        Schema = schema;
        Document = document;
        _maxErrors = maxErrors;
        foreach (var fragment in document.Definitions.OfType<FragmentDefinitionNode>())
        {
            Fragments[fragment.Name.Value] = fragment;
        }
    }

    public Schema Schema { get; }

    public DocumentNode Document { get; }

    public Dictionary<string, FragmentDefinitionNode> Fragments { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<GraphQLError> Errors => _errors;

    public bool IsFull => _errors.Count >= _maxErrors;

    public TypeState State { get; set; } = TypeState.None;

    /// <summary>The nodes above the current one, the nearest first.</summary>
    public Stack<SyntaxNode> Ancestors { get; } = new();

    public void Report(GraphQLError error)
    {
        if (!IsFull)
        {
            _errors.Add(error);
        }
    }

    /// <summary>The document's own definition of a directive; the last, if there are several.</summary>
    public DirectiveDefinitionNode? OwnDirective(string name) =>
        Document.Definitions.OfType<DirectiveDefinitionNode>().LastOrDefault(definition => definition.Name.Value == name);

    /// <summary>The fragments that a selection set spreads, but not those inside these.</summary>
    public IReadOnlyList<FragmentSpreadNode> Spreads(SelectionSetNode set)
    {
        if (!_spreads.TryGetValue(set, out var spreads))
        {
            var found = new List<FragmentSpreadNode>();
            Collect(set, found);
            _spreads[set] = spreads = found;
        }

        return spreads;
    }

    /// <summary>The fragments that an operation uses, directly or not.</summary>
    public IReadOnlyCollection<FragmentDefinitionNode> Reached(OperationDefinitionNode operation)
    {
        var reached = new OrderedDictionary<string, FragmentDefinitionNode>(StringComparer.Ordinal);
        var open = new Stack<SelectionSetNode>([operation.SelectionSet]);
        while (open.TryPop(out var set))
        {
            foreach (var spread in Spreads(set))
            {
                if (Fragments.TryGetValue(spread.Name.Value, out var fragment) && reached.TryAdd(spread.Name.Value, fragment))
                {
                    open.Push(fragment.SelectionSet);
                }
            }
        }

        return reached.Values;
    }

    /// <summary>The variables that an operation uses, in its fragments too.</summary>
    public IEnumerable<VariableUsage> Usages(OperationDefinitionNode operation) => Own(operation).Concat(Reached(operation).SelectMany(Own));

    private static void Collect(SelectionSetNode set, List<FragmentSpreadNode> into)
    {
        foreach (var selection in set.Selections)
        {
            if (selection is FragmentSpreadNode spread)
            {
                into.Add(spread);
            }
            else if (((selection as FieldNode)?.SelectionSet ?? (selection as InlineFragmentNode)?.SelectionSet) is { } inner)
            {
                Collect(inner, into);
            }
        }
    }

    private IReadOnlyList<VariableUsage> Own(ExecutableDefinitionNode definition)
    {
        if (!_usages.TryGetValue(definition, out var usages))
        {
            var found = new List<VariableUsage>();
            Collect(definition, TypeState.None, found);
            _usages[definition] = usages = found;
        }

        return usages;
    }

    private void Collect(SyntaxNode node, TypeState before, List<VariableUsage> into)
    {
        if (node is VariableDefinitionNode)
        {
            return;
        }

        var state = before.Enter(node, Schema);
        if (node is VariableNode variable)
        {
            into.Add(new VariableUsage(variable, state.Input, state.ParentInput, state.HasDefault));
        }

        foreach (var child in node.Children)
        {
            Collect(child, state, into);
        }
    }
}
