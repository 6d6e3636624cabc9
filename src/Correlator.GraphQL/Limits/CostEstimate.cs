using System.Globalization;
using Correlator.GraphQL.Documents;
using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Limits;

/// <summary>
/// Weighs an operation before it runs: each field its weight, times the items of the lists around it, and one for each item that is an object. Lists are as
/// long as their size arguments say. What <c>@skip</c> and <c>@include</c> leave out is weighed all the same.
/// </summary>
internal sealed class CostEstimate
{
    private const long Plenty = 1L << 40;
    private readonly Schema _schema;
    private readonly GraphQLOptions _options;
    private readonly IReadOnlyDictionary<string, FragmentDefinitionNode> _fragments;
    private readonly IReadOnlyDictionary<string, object?> _variables;
    private readonly Dictionary<(string Fragment, FieldDefinition? Sized, long Size), long> _known = [];

    private CostEstimate(Schema schema, GraphQLOptions options, PreparedOperation operation, IReadOnlyDictionary<string, object?> variables)
    {
        _schema = schema;
        _options = options;
        _fragments = operation.Fragments;
        _variables = variables;
    }

    /// <summary>Whether a size came from a variable, so that the next request may weigh otherwise.</summary>
    private bool DependsOnVariables { get; set; }

    public static long Of(PreparedOperation operation, Schema schema, GraphQLOptions options, IReadOnlyDictionary<string, object?> variables)
    {
        if (operation.Cost is { } known)
        {
            return known;
        }

        var estimate = new CostEstimate(schema, options, operation, variables);
        var cost = estimate.Selection(schema.Roots[operation.Node.Operation], operation.Node.SelectionSet, null, 0);
        if (!estimate.DependsOnVariables)
        {
            operation.Cost = cost;
        }

        return cost;
    }

    private long Selection(NamedType? parent, SelectionSetNode set, FieldDefinition? sized, long size)
    {
        var cost = 0L;
        foreach (var selection in set.Selections)
        {
            cost += selection switch
            {
                FieldNode field when parent is not null => Field(parent, field, sized, size),
                InlineFragmentNode { TypeCondition: null } inline => Selection(parent, inline.SelectionSet, sized, size),
                InlineFragmentNode inline => Selection(_schema.Find(inline.TypeCondition) as NamedType, inline.SelectionSet, sized, size),
                FragmentSpreadNode spread => Fragment(spread.Name.Value, sized, size),
                _ => 0,
            };
        }

        return Math.Min(cost, Plenty);
    }

    private long Fragment(string name, FieldDefinition? sized, long size)
    {
        if (!_fragments.TryGetValue(name, out var fragment))
        {
            return 0;
        }

        if (!_known.TryGetValue((name, sized, size), out var cost))
        {
            _known[(name, sized, size)] = cost = Selection(_schema.Find(fragment.TypeCondition) as NamedType, fragment.SelectionSet, sized, size);
        }

        return cost;
    }

    private long Field(NamedType parent, FieldNode node, FieldDefinition? sized, long size)
    {
        if (node.Name.Value.StartsWith("__", StringComparison.Ordinal) || _schema.Field(parent, node.Name.Value) is not { } field)
        {
            return 0;
        }

        var isList = field.Type.Nullable is ListType;
        var ownSize = field.SizeArguments.Count > 0 ? Size(field, node) : field.AssumedSize ?? _options.DefaultListSize;
        var items = !isList ? 1 : field.SizeArguments.Count == 0 && sized?.SizedFields.Contains(field.Name) == true ? size : ownSize;
        var passesOn = !isList && field.SizeArguments.Count > 0;
        var below = node.SelectionSet is null
            ? 0
            : (isList ? 1 : 0) + Selection(field.Type.Named, node.SelectionSet, passesOn ? field : null, passesOn ? ownSize : 0);

        // Both factors are below 2^41, so the product of the two is taken in a wider number.
        return (long)Int128.Min(Plenty, field.Weight + ((Int128)items * below));
    }

    private long Size(FieldDefinition field, FieldNode node)
    {
        var sizes = new List<long>();
        foreach (var name in field.SizeArguments)
        {
            var given = node.Arguments.FirstOrDefault(argument => argument.Name.Value == name)?.Value;
            DependsOnVariables |= given is VariableNode;
            var value = given switch
            {
                VariableNode variable when _variables.TryGetValue(variable.Name.Value, out var found) => found,
                null or VariableNode => field.Arguments.GetValueOrDefault(name)?.DefaultValue is { } byDefault
                    ? LiteralCoercion.Untyped(byDefault, null)
                    : null,
                _ => LiteralCoercion.Untyped(given, null),
            };
            if (value is int or long)
            {
                sizes.Add(Math.Clamp(Convert.ToInt64(value, CultureInfo.InvariantCulture), 0, int.MaxValue));
            }
        }

        return sizes.Count > 0 ? sizes.Max() : field.AssumedSize ?? _options.DefaultListSize;
    }
}
