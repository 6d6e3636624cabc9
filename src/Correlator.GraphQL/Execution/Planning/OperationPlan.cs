using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Execution.Planning;

/// <summary>
/// How an operation runs when the variables of its <c>@skip</c> and <c>@include</c> have certain values. Made
/// as far as requests come, and kept with the document.
/// </summary>
internal sealed class OperationPlan
{
    private readonly Schema _schema;
    private readonly OperationType _kind;
    private readonly IReadOnlyDictionary<string, FragmentDefinitionNode> _fragments;
    private readonly IReadOnlySet<string> _true;

    public OperationPlan(
        Schema schema,
        OperationDefinitionNode node,
        IReadOnlyDictionary<string, FragmentDefinitionNode> fragments,
        IReadOnlySet<string> trueVariables)
    {
        _schema = schema;
        _kind = node.Operation;
        _fragments = fragments;
        _true = trueVariables;
        Root = Collect(schema.Roots[node.Operation], node.SelectionSet);
    }

    /// <summary>What is asked of the root.</summary>
    public SelectionPlan Root { get; }

    public bool IsSubscription(ObjectType parent) => _kind == OperationType.Subscription && _schema.Roots[_kind] == parent;

    /// <summary>What several nodes of one field ask of a value of a type (specification, section 6.3.2).</summary>
    public SelectionPlan Collect(ObjectType type, IEnumerable<FieldNode> nodes) =>
        Collect(type, [.. nodes.Select(node => node.SelectionSet).OfType<SelectionSetNode>()]);

    private SelectionPlan Collect(ObjectType type, params ReadOnlySpan<SelectionSetNode> sets)
    {
        var fields = new OrderedDictionary<string, List<FieldNode>>(StringComparer.Ordinal);
        var visited = new HashSet<string>(StringComparer.Ordinal);
        foreach (var set in sets)
        {
            Collect(type, set, fields, visited);
        }

        var plans =
            from nodes in fields.Values
            let definition = _schema.Field(type, nodes[0].Name.Value)
            where definition is not null
            select new FieldPlan(this, type, definition, nodes);
        return new SelectionPlan(type, [.. plans]);
    }

    private void Collect(ObjectType type, SelectionSetNode set, OrderedDictionary<string, List<FieldNode>> into, HashSet<string> visited)
    {
        foreach (var selection in set.Selections)
        {
            if (!IsIncluded(selection))
            {
                continue;
            }

            switch (selection)
            {
                case FieldNode field:
                    if (!into.TryGetValue(field.ResponseName, out var nodes))
                    {
                        into[field.ResponseName] = nodes = [];
                    }

                    nodes.Add(field);
                    break;
                case InlineFragmentNode inline when inline.TypeCondition is null || Applies(inline.TypeCondition, type):
                    Collect(type, inline.SelectionSet, into, visited);
                    break;
                case FragmentSpreadNode spread
                    when visited.Add(spread.Name.Value)
                    && _fragments.TryGetValue(spread.Name.Value, out var fragment)
                    && Applies(fragment.TypeCondition, type):
                    Collect(type, fragment.SelectionSet, into, visited);
                    break;
            }
        }
    }

    private bool Applies(NamedTypeNode condition, ObjectType type) => _schema.Find(condition) is { } found && type.IsSubTypeOf(found);

    private bool IsIncluded(SelectionNode selection)
    {
        foreach (var directive in selection.Directives)
        {
            if (directive.Name.Value is "skip" or "include" && Condition(directive) == (directive.Name.Value == "skip"))
            {
                return false;
            }
        }

        return true;
    }

    private bool Condition(DirectiveNode directive) => (directive.Arguments is [var only] ? only.Value : null) switch
    {
        BooleanValueNode value => value.Value,
        VariableNode variable => _true.Contains(variable.Name.Value),
        _ => false,
    };
}
