using System.Collections.Concurrent;
using Correlator.GraphQL.Language;
using Correlator.GraphQL.Paging;
using Correlator.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.GraphQL.Building;

/// <summary>Makes a schema of annotated C# types: reflection here, once, and none when a document runs.</summary>
internal sealed class AnnotatedSchemaBuilder
{
    private readonly Problems _problems = new();
    private readonly TypeScan _scan;
    private readonly TypeMapper _types;
    private readonly ObjectFields _fields;
    private readonly NodeTypes _nodes;
    private readonly XmlDocumentation _documentation = new();
    private readonly ConcurrentDictionary<Type, ObjectType?> _objects = [];

    private AnnotatedSchemaBuilder(
        IEnumerable<Type> registered,
        IReadOnlyDictionary<Type, ScalarType> scalars,
        PagingOptions paging,
        IServiceProviderIsService? services)
    {
        _scan = TypeScan.Of(registered);
        _types = new TypeMapper(_problems, _documentation, scalars, _scan);
        var readers = new InputReaders(_problems, _types);
        var known = new ServiceTypes(services, _problems);
        var binder = new MethodBinder(_problems, _types, readers, new LoaderCatalog(_scan.Loaders, _problems, known), _documentation, known);
        _nodes = new NodeTypes(_problems, _types, _scan, binder, readers, _documentation);
        var connections = new ConnectionTypes(_problems, _types);
        var fields = new FieldMaker(_problems, _types, binder, connections, _documentation, paging);
        _fields = new ObjectFields(_problems, _types, _scan, fields, _nodes);
    }

    /// <summary>The schema of all types that are annotated among those registered, and of what these refer to.</summary>
    /// <exception cref="SchemaException">Something is wrong with them; each reason names its member.</exception>
    public static Schema Build(
        IEnumerable<Type> registered,
        IReadOnlyDictionary<Type, ScalarType> scalars,
        PagingOptions paging,
        IServiceProviderIsService? services)
    {
        var builder = new AnnotatedSchemaBuilder(registered, scalars, paging, services);
        builder.AddRoots();
        foreach (var type in builder._scan.Objects)
        {
            builder._types.Object(type);
        }

        builder.FillAll();
        return builder.Make();
    }

    private void AddRoots()
    {
        foreach (var operation in Enum.GetValues<OperationType>().Where(_scan.Roots.ContainsKey))
        {
            _types.Add(new ObjectType(operation.ToString(), Description(operation)), operation.ToString());
        }

        foreach (var (operation, classes) in _scan.Roots)
        {
            var root = (ObjectType)_types.Find(operation.ToString())!;
            classes.ForEach(definition => _fields.FillRoot(definition, root, operation == OperationType.Subscription));
        }

        if (!_scan.Roots.ContainsKey(OperationType.Query))
        {
            _problems.Add("The schema", "no registered class has [QueryType].");
        }
    }

    private string? Description(OperationType operation) => _scan.Roots[operation] is [var only] ? _documentation.Of(only) : null;

    /// <summary>Fields bring types, and interfaces and unions those below them, until nothing new comes.</summary>
    private void FillAll()
    {
        do
        {
            while (_types.Unfilled.TryDequeue(out var next))
            {
                _fields.Fill(next.Runtime, next.Type);
            }

            while (_types.UnfilledInputs.TryDequeue(out var next))
            {
                InputTypes.Fill(_types, _documentation, _problems, next.Runtime, next.Type);
            }

            foreach (var (above, _) in _types.Outputs.Where(pair => pair.Value.IsAbstract).ToList())
            {
                foreach (var below in _scan.Concrete.Where(above.IsAssignableFrom))
                {
                    _types.Object(below);
                }
            }
        }
        while (_types.Unfilled.Count > 0 || _types.UnfilledInputs.Count > 0);
    }

    private Schema Make()
    {
        foreach (var (runtime, type) in _types.Outputs)
        {
            switch (type)
            {
                case ObjectType made:
                    _objects[runtime] = made;
                    break;
                case InterfaceType made:
                    made.TypeResolver = TypeOf;
                    break;
                case UnionType made:
                    made.TypeResolver = TypeOf;
                    var members = _types.Outputs
                        .Where(other => other.Value is ObjectType && runtime.IsAssignableFrom(other.Key))
                        .Select(other => (ObjectType)other.Value)
                        .OrderBy(member => member.Name, StringComparer.Ordinal);
                    foreach (var member in members)
                    {
                        made.Types.Add(member);
                    }

                    break;
            }
        }

        if (_nodes.Node is { } node)
        {
            node.TypeResolver = TypeOf;
        }

        if (_types.Find(nameof(OperationType.Query)) is ObjectType query)
        {
            foreach (var field in _nodes.Fields())
            {
                query.Fields.TryAdd(field.Name, field);
            }
        }

        string[] roots = [.. Enum.GetNames<OperationType>()];
        return SchemaBuilder.FromTypes(_types.Types.OrderBy(Place).ThenBy(type => type.Name, StringComparer.Ordinal), _problems.All);

        int Place(NamedType type) => Array.IndexOf(roots, type.Name) is var place and >= 0 ? place : roots.Length;
    }

    /// <summary>The object type of a value: that of its class, or of the nearest one above.</summary>
    private ObjectType? TypeOf(object value) => _objects.GetOrAdd(value.GetType(), (type, known) =>
    {
        for (var above = type.BaseType; above is not null; above = above.BaseType)
        {
            if (known.TryGetValue(above, out var found))
            {
                return found;
            }
        }

        return null;
    }, _objects);
}
