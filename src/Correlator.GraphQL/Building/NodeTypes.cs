using System.Linq.Expressions;
using System.Reflection;
using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Building;

/// <summary>The types that can be fetched again by their global id (Relay's object identification), and the two fields that do it.</summary>
internal sealed class NodeTypes(Problems problems, TypeMapper types, TypeScan scan, MethodBinder binder, InputReaders readers, XmlDocumentation documentation)
{
    private readonly Dictionary<string, Func<ResolverContext, string, ValueTask<object?>>> _finders = new(StringComparer.Ordinal);

    /// <summary>The interface; null while no type is a node.</summary>
    public InterfaceType? Node { get; private set; }

    public void Add(Type runtime, ObjectType type, NodeAttribute said, IReadOnlyList<Type> extensions)
    {
        if (Node is null)
        {
            Node = types.Add(new InterfaceType("Node", "An object that can be fetched again by its id."), "Node");
            Node.Fields["id"] = IdField(null);
        }

        type.Interfaces.Add(Node);
        if (runtime.GetProperty(said.IdField) is not { } property)
        {
            return;
        }

        var source = Expression.Parameter(typeof(object), "source");
        var read = CompiledOnUse.Getter(Expression.Property(Expression.Convert(source, property.DeclaringType!), property), source);
        type.Fields["id"] = IdField(documentation.Of(property)) with
        {
            Getter = found => read(found) is { } key ? GlobalId.Write(type.Name, key) : null,
        };

        var roots = scan.Roots.Values.SelectMany(classes => classes);
        var resolver = extensions.Prepend(runtime).SelectMany(Resolvers).FirstOrDefault()
            ?? roots.SelectMany(Resolvers).FirstOrDefault(method => ClrReference.OfResult(method).Awaited.Plain == runtime);
        if (resolver is null)
        {
            problems.Add(runtime, "a node needs a static method with [NodeResolver] that finds it by its id.");
            return;
        }

        _finders[type.Name] = Finder(resolver, property, type.Name);
    }

    /// <summary>The fields of the query type.</summary>
    public IEnumerable<FieldDefinition> Fields()
    {
        if (Node is null)
        {
            yield break;
        }

        var id = new InputValue("id", new NonNullType(BuiltInScalars.Identifier), null, "The id.", null);
        yield return new FieldDefinition("node", Node, new(StringComparer.Ordinal) { ["id"] = id }, "The object of an id.", null)
        {
            Resolver = context => Find(context, (string)context.Arguments["id"]!),
        };

        var ids = new InputValue("ids", new NonNullType(new ListType(new NonNullType(BuiltInScalars.Identifier))), null, "The ids.", null);
        var nodes = new NonNullType(new ListType(Node));
        yield return new FieldDefinition("nodes", nodes, new(StringComparer.Ordinal) { ["ids"] = ids }, "The objects of ids, in their order.", null)
        {
            Resolver = async context => await Task.WhenAll(
                ((IEnumerable<object?>)context.Arguments["ids"]!).Select(given => Find(context, (string)given!).AsTask())),
        };
    }

    private static FieldDefinition IdField(string? description) => new(
        "id",
        new NonNullType(BuiltInScalars.Identifier),
        new(StringComparer.Ordinal),
        description ?? "The id, unique among all objects.",
        null);

    private static IEnumerable<MethodInfo> Resolvers(Type type) => type
        .GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public)
        .Where(method => method.IsDefined(typeof(NodeResolverAttribute)));

    private ValueTask<object?> Find(ResolverContext context, string id)
    {
        var (typeName, _) = GlobalId.Split(id);
        return _finders.TryGetValue(typeName, out var find) ? find(context, id) : throw new GraphQLException($"The id \"{id}\" is of no type that is a node.");
    }

    private Func<ResolverContext, string, ValueTask<object?>> Finder(MethodInfo method, PropertyInfo key, string typeName)
    {
        var id = Expression.Parameter(typeof(string), "id");
        var isTaken = false;
        var arguments = new OrderedDictionary<string, InputValue>(StringComparer.Ordinal);
        var call = binder.Call(method, null, arguments, parameter =>
        {
            if (isTaken || parameter.ParameterType != key.PropertyType)
            {
                return null;
            }

            isTaken = true;
            return Expression.Invoke(Expression.Constant(readers.IdReader(parameter.ParameterType, typeName, Naming.Shown(method))), id);
        });
        var returned = ClrReference.OfResult(method);
        if (!isTaken || arguments.Count > 0)
        {
            problems.Add(method, $"a [NodeResolver] takes the id as {key.PropertyType.Name}, and services.");
        }

        Expression body = returned.Is(typeof(Task<>)) ? Awaited(nameof(ResolverResults.OfTask))
            : returned.Is(typeof(ValueTask<>)) ? Awaited(nameof(ResolverResults.OfValueTask))
            : Expression.New(typeof(ValueTask<object>).GetConstructor([typeof(object)])!, Expression.Convert(call, typeof(object)));
        return Expression.Lambda<Func<ResolverContext, string, ValueTask<object?>>>(body, binder.Context, id).Compile();

        MethodCallExpression Awaited(string conversion) => Expression.Call(typeof(ResolverResults), conversion, [returned.Arguments[0].Type], call);
    }
}
