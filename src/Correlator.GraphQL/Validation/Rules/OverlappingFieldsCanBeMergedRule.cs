using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>Fields of one response name mean the same, so that they can be answered as one.</summary>
internal sealed class OverlappingFieldsCanBeMergedRule : ValidationRule
{
    /// <summary>Comparisons grow with the square of the fields of one name; a document that needs more than this is refused.</summary>
    private int _budget = 500_000;

    private readonly Dictionary<(int, int, bool), string?> _compared = [];
    private readonly Dictionary<SelectionSetNode, Dictionary<string, List<SelectedField>>> _collected = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<SyntaxNode, int> _ids = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ValueNode, string> _printed = new(ReferenceEqualityComparer.Instance);

    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is not SelectionSetNode set || context.Ancestors.Peek() is InlineFragmentNode)
        {
            return true;
        }

        foreach (var group in Collect(context, context.State.Parent, set).Values)
        {
            for (var i = 0; i < group.Count; i++)
            {
                for (var j = i + 1; j < group.Count; j++)
                {
                    if (_budget >= 0 && Compare(context, group[i], group[j], false) is { } reason)
                    {
                        var told = $"Fields \"{group[i].Node.ResponseName}\" conflict because {reason}. "
                            + "Use different aliases on the fields to fetch both if this was intentional.";
                        Report(context, told, group[i].Node, group[j].Node);
                    }
                }
            }
        }

        return true;
    }

    /// <summary>The fields of a set, collected once for however many others they are compared with. A set has one parent: its place tells it.</summary>
    private Dictionary<string, List<SelectedField>> Collect(ValidationContext context, NamedType? parent, SelectionSetNode set)
    {
        if (!_collected.TryGetValue(set, out var fields))
        {
            _collected[set] = fields = new(StringComparer.Ordinal);
            Collect(context, parent, set, fields, []);
        }

        return fields;
    }

    private static void Collect(
        ValidationContext context,
        NamedType? parent,
        SelectionSetNode set,
        Dictionary<string, List<SelectedField>> into,
        HashSet<string> seen)
    {
        foreach (var selection in set.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    if (!into.TryGetValue(field.ResponseName, out var list))
                    {
                        into[field.ResponseName] = list = [];
                    }

                    list.Add(new SelectedField(parent, field, (parent as ComplexType)?.Fields.GetValueOrDefault(field.Name.Value)));
                    break;
                case InlineFragmentNode inline:
                    var type = inline.TypeCondition is null ? parent : context.Schema.Find(inline.TypeCondition) as NamedType;
                    Collect(context, type, inline.SelectionSet, into, seen);
                    break;
                case FragmentSpreadNode spread when seen.Add(spread.Name.Value) && context.Fragments.TryGetValue(spread.Name.Value, out var fragment):
                    Collect(context, context.Schema.Find(fragment.TypeCondition) as NamedType, fragment.SelectionSet, into, seen);
                    break;
            }
        }
    }

    private string? Compare(ValidationContext context, SelectedField one, SelectedField other, bool parentsExclude)
    {
        if (--_budget < 0)
        {
            return "there are too many fields of one name to compare";
        }

        if (ReferenceEquals(one.Node, other.Node) && one.Parent == other.Parent)
        {
            return null;
        }

        var exclusive = parentsExclude || (one.Parent != other.Parent && one.Parent is ObjectType && other.Parent is ObjectType);
        var key = (Id(one.Node), Id(other.Node), exclusive);
        if (_compared.TryGetValue(key, out var known))
        {
            return known;
        }

        _compared[key] = null;
        return _compared[key] = Reason(context, one, other, exclusive);
    }

    private string? Reason(ValidationContext context, SelectedField one, SelectedField other, bool exclusive)
    {
        if (!exclusive && one.Node.Name.Value != other.Node.Name.Value)
        {
            return $"\"{one.Node.Name.Value}\" and \"{other.Node.Name.Value}\" are different fields";
        }

        if (!exclusive && !SameArguments(one.Node, other.Node))
        {
            return "they have differing arguments";
        }

        if (one.Definition is { Type: var type } && other.Definition is { Type: var otherType } && Conflict(type, otherType))
        {
            return $"they return conflicting types \"{type}\" and \"{otherType}\"";
        }

        if (one.Node.SelectionSet is not { } set || other.Node.SelectionSet is not { } otherSet)
        {
            return null;
        }

        var others = Collect(context, other.Definition?.Type.Named, otherSet);
        foreach (var (name, fields) in Collect(context, one.Definition?.Type.Named, set))
        {
            foreach (var field in fields)
            {
                foreach (var otherField in others.GetValueOrDefault(name) ?? [])
                {
                    if (Compare(context, field, otherField, exclusive) is { } reason)
                    {
                        return $"subfields \"{name}\" conflict because {reason}";
                    }
                }
            }
        }

        return null;
    }

    private static bool Conflict(GraphQLType one, GraphQLType other) => (one, other) switch
    {
        (ListType a, ListType b) => Conflict(a.Inner, b.Inner),
        (ListType, _) or (_, ListType) => true,
        (NonNullType a, NonNullType b) => Conflict(a.Inner, b.Inner),
        (NonNullType, _) or (_, NonNullType) => true,
        _ => (one.IsLeaf || other.IsLeaf) && one != other,
    };

    private bool SameArguments(FieldNode one, FieldNode other)
    {
        return one.Arguments.Count == other.Arguments.Count && one.Arguments.All(IsInOther);

        bool IsInOther(ArgumentNode argument) =>
            other.Arguments.LastOrDefault(found => found.Name.Value == argument.Name.Value) is { } same && Text(argument.Value) == Text(same.Value);
    }

    /// <summary>The fields of objects have no order.</summary>
    private string Text(ValueNode value) => _printed.TryGetValue(value, out var text) ? text : _printed[value] = value switch
    {
        ObjectValueNode given => $"{{{string.Join(", ", Fields(given))}}}",
        ListValueNode list => $"[{string.Join(", ", list.Values.Select(Text))}]",
        _ => Printer.Print(value),
    };

    private IEnumerable<string> Fields(ObjectValueNode given) => given.Fields
        .OrderBy(field => field.Name.Value, StringComparer.Ordinal)
        .Select(field => $"{field.Name.Value}: {Text(field.Value)}");

    private int Id(SyntaxNode node) => _ids.TryGetValue(node, out var id) ? id : _ids[node] = _ids.Count;
}
