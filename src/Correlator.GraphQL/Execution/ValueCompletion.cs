using System.Collections;
using Correlator.GraphQL.Execution.Planning;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Execution;

/// <summary>
/// Makes results of resolvers parts of the answer (specification, section 6.4.3). Everything here answers false when null has
/// to take the place of the node that holds the value.
/// </summary>
internal sealed class ValueCompletion(OperationRun run)
{
    public bool Complete(object? value, ValuePlan plan, FieldPlan field, ResultNode node, int index)
    {
        if (value is null)
        {
            return !plan.IsNonNull || Fail(NullInNonNull(field), plan, field, node, index);
        }

        // So a loader or a list can fail one place and not the others.
        if (value is Exception failure)
        {
            return Fail(failure, plan, field, node, index);
        }

        return plan.Kind switch
        {
            ValueKind.Leaf => Leaf(value, plan, field, node, index),
            ValueKind.List => List(value, plan, field, node, index),
            ValueKind.OneType => Object(value, (ObjectType)plan.Type, plan, field, node, index),
            _ => Abstract(value, plan, field, node, index),
        };
    }

    /// <summary>Records an error; the slot is null if it may.</summary>
    public bool Fail(Exception exception, ValuePlan plan, FieldPlan field, ResultNode node, int index)
    {
        node.Values[index] = null;
        run.AddError(run.Describe(exception, field, node, index));
        return !plan.IsNonNull;
    }

    private static GraphQLException NullInNonNull(FieldPlan field) => new($"Cannot return null for non-nullable field {field.Parent}.{field.Definition.Name}.");

    private bool Leaf(object value, ValuePlan plan, FieldPlan field, ResultNode node, int index)
    {
        try
        {
            node.Values[index] = plan.Serialize!(value) ?? throw new InvalidOperationException(
                $"Expected `{plan.Type}.serialize({Inspect.Value(value)})` to return non-nullable value, returned: null");
            return true;
        }
        catch (Exception exception)
        {
            return Fail(exception, plan, field, node, index);
        }
    }

    private bool List(object value, ValuePlan plan, FieldPlan field, ResultNode node, int index)
    {
        IList items;
        try
        {
            items = value switch
            {
                IReadOnlyDictionary<string, object?> or string => throw NoList(field),
                IList list => list,
                IEnumerable many => many.Cast<object?>().ToList(),
                _ => throw NoList(field),
            };
        }
        catch (Exception exception)
        {
            return Fail(exception, plan, field, node, index);
        }

        if (!run.HasRoomFor(items.Count))
        {
            return !plan.IsNonNull;
        }

        var item = plan.Item!;
        var result = new ResultList(node, index, item, items.Count);
        node.Values[index] = result;
        for (var i = 0; i < result.Values.Length; i++)
        {
            if (!Complete(items[i], item, field, result, i))
            {
                return Remove(result, plan, node, index);
            }
        }

        return true;
    }

    private bool Object(object value, ObjectType type, ValuePlan plan, FieldPlan field, ResultNode node, int index)
    {
        var result = new ResultObject(node, index, field.SelectionFor(type));
        node.Values[index] = result;
        return run.ExecuteFields(result, value) || Remove(result, plan, node, index);
    }

    private bool Abstract(object value, ValuePlan plan, FieldPlan field, ResultNode node, int index)
    {
        ObjectType? type;
        try
        {
            var resolver = plan.Type is InterfaceType declared ? declared.TypeResolver : ((UnionType)plan.Type).TypeResolver;
            type = resolver is null ? ByName(value) : resolver(value);
            if (type is null)
            {
                throw new InvalidOperationException(
                    $"Abstract type \"{plan.Type}\" must resolve to an Object type at runtime for field \"{field.Parent}.{field.Definition.Name}\".");
            }

            if (!run.Schema.PossibleTypes((NamedType)plan.Type).Contains(type))
            {
                throw new InvalidOperationException($"Runtime Object type \"{type}\" is not a possible type for \"{plan.Type}\".");
            }
        }
        catch (Exception exception)
        {
            return Fail(exception, plan, field, node, index);
        }

        return Object(value, type, plan, field, node, index);
    }

    private static bool Remove(ResultNode result, ValuePlan plan, ResultNode node, int index)
    {
        result.MarkGone();
        node.Values[index] = null;
        return !plan.IsNonNull;
    }

    private static GraphQLException NoList(FieldPlan field) =>
        new($"Expected Iterable, but did not find one for field \"{field.Parent}.{field.Definition.Name}\".");

    private ObjectType? ByName(object value) =>
        value is IReadOnlyDictionary<string, object?> map && map.GetValueOrDefault("__typename") is string name
            ? run.Schema.Types.GetValueOrDefault(name) as ObjectType
            : null;
}
