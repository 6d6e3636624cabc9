using System.Reflection;
using Correlator.GraphQL.Paging;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Building;

/// <summary>The connection and edge types of each kind of node.</summary>
internal sealed class ConnectionTypes(Problems problems, TypeMapper types)
{
    private static readonly OrderedDictionary<string, InputValue> NoArguments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Type Node, bool HasTotal)> _known = new(StringComparer.Ordinal);

    public ObjectType Of(ClrReference node, PagedField field, string where)
    {
        var nodeType = types.Output(node, where);
        var name = field.ConnectionName ?? nodeType.Named.Name;
        if (_known.TryGetValue(name, out var known) && types.Find($"{name}Connection") is ObjectType connection)
        {
            if (known != (node.Type, field.IncludeTotalCount))
            {
                problems.Add(where, $"{name}Connection is of other nodes, or differs in totalCount: give one of both a ConnectionName.");
            }

            return connection;
        }

        _known[name] = (node.Type, field.IncludeTotalCount);
        var make = typeof(ConnectionTypes).GetMethod(nameof(Make), BindingFlags.Instance | BindingFlags.NonPublic)!.MakeGenericMethod(node.Type);
        return (ObjectType)make.Invoke(this, [name, nodeType, field.IncludeTotalCount, where])!;
    }

    /// <summary>The page of a list.</summary>
    public static Func<object, PagingArguments, object> Cutter(Type node) =>
        typeof(ConnectionTypes).GetMethod(nameof(Cut), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(node)
            .CreateDelegate<Func<object, PagingArguments, object>>();

    private static object Cut<T>(object list, PagingArguments arguments) => OffsetPages.Cut(list as IReadOnlyList<T> ?? [.. (IEnumerable<T>)list], arguments);

    private static FieldDefinition Field(string name, GraphQLType type, string description, Func<object, object?> getter) =>
        new(name, type, NoArguments, description, null) { Getter = getter };

    private ObjectType Make<T>(string name, GraphQLType nodeType, bool hasTotal, string where)
    {
        var edge = types.Add(new ObjectType($"{name}Edge", "An item of a page."), where);
        edge.Fields["cursor"] = Field("cursor", new NonNullType(BuiltInScalars.Text), "Names the place of the item.", source => ((Edge<T>)source).Cursor);
        edge.Fields["node"] = Field("node", nodeType, "The item.", source => ((Edge<T>)source).Node);

        var connection = types.Add(new ObjectType($"{name}Connection", "A page of items."), where);
        var pageInfo = types.Output(new ClrReference(typeof(PageInfo), false, []), where);
        connection.Fields["pageInfo"] = Field("pageInfo", pageInfo, "Where the page stands among the others.", source => ((Connection<T>)source).PageInfo);
        connection.Fields["edges"] = Field("edges", List(new NonNullType(edge)), "The items with their cursors.", source => ((Connection<T>)source).Edges);
        connection.Fields["nodes"] = Field("nodes", List(nodeType), "The items.", source => ((Connection<T>)source).Edges.Select(item => item.Node).ToArray());
        if (hasTotal)
        {
            connection.Fields["totalCount"] = Field(
                "totalCount",
                new NonNullType(BuiltInScalars.WholeNumber),
                "How many items there are on all pages.",
                source => ((Connection<T>)source).TotalCount);
        }

        return connection;

        static NonNullType List(GraphQLType item) => new(new ListType(item));
    }
}
