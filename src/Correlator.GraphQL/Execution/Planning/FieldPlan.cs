using System.Text.Json;
using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Execution.Planning;

/// <summary>A field to be run: all its nodes that share a response name, and what is known of it before it runs.</summary>
internal sealed class FieldPlan
{
    private static readonly IReadOnlyDictionary<string, object?> NoArguments = new Dictionary<string, object?>();
    private readonly OperationPlan _operation;
    private (ObjectType Type, SelectionPlan Plan)[] _selections = [];
    private IReadOnlyDictionary<string, object?>? _arguments;

    public FieldPlan(OperationPlan operation, ObjectType parent, FieldDefinition definition, IReadOnlyList<FieldNode> nodes)
    {
        _operation = operation;
        Parent = parent;
        Definition = definition;
        Nodes = nodes;
        ResponseName = nodes[0].ResponseName;
        Key = JsonEncodedText.Encode(ResponseName);
        Value = new ValuePlan(definition.Type);
        IsTypeName = definition.Name == "__typename";
        Getter = definition.Resolver is null ? definition.Getter ?? DefaultReader.Of(parent, definition.Name, operation.IsSubscription(parent)) : null;
        HasVariables = nodes[0].Arguments.Any(argument => UsesVariable(argument.Value));
        if (definition.Arguments.Count == 0)
        {
            _arguments = NoArguments;
        }
    }

    public ObjectType Parent { get; }

    public FieldDefinition Definition { get; }

    public IReadOnlyList<FieldNode> Nodes { get; }

    /// <summary>Where the document asks for it.</summary>
    public IReadOnlyList<Location> Locations => [.. Nodes.Select(node => node.Location)];

    public string ResponseName { get; }

    /// <summary>The response name as JSON has it.</summary>
    public JsonEncodedText Key { get; }

    public ValuePlan Value { get; }

    public bool IsTypeName { get; }

    /// <summary>Reads the value when there is no resolver.</summary>
    public Func<object, object?>? Getter { get; }

    /// <summary>Whether the arguments differ from request to request.</summary>
    public bool HasVariables { get; }

    /// <summary>The arguments, if they are known without variables.</summary>
    public IReadOnlyDictionary<string, object?> ConstantArguments => _arguments ??= ArgumentCoercion.Coerce(Definition, Nodes[0], null);

    /// <summary>What is asked of a value of a type.</summary>
    public SelectionPlan SelectionFor(ObjectType type)
    {
        foreach (var (known, plan) in _selections)
        {
            if (ReferenceEquals(known, type))
            {
                return plan;
            }
        }

        // Two requests may make the same plan at once; one of the two equal plans is kept.
        var made = _operation.Collect(type, Nodes);
        _selections = [.. _selections, (type, made)];
        return made;
    }

    private static bool UsesVariable(SyntaxNode node) => node is VariableNode || node.Children.Any(UsesVariable);
}
