using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Validation;

/// <summary>What the schema says about the place of a node.</summary>
internal sealed record TypeState
{
    public static TypeState None { get; } = new();

    /// <summary>The type whose fields are selected.</summary>
    public NamedType? Parent { get; private init; }

    /// <summary>The type of the field or fragment.</summary>
    public GraphQLType? Type { get; private init; }

    public FieldDefinition? Field { get; private init; }

    public DirectiveType? Directive { get; private init; }

    public InputValue? Argument { get; private init; }

    /// <summary>The type that a value must have here.</summary>
    public GraphQLType? Input { get; private init; }

    /// <summary>The type of the value that this one is part of.</summary>
    public GraphQLType? ParentInput { get; private init; }

    public bool HasDefault { get; private init; }

    public TypeState Enter(SyntaxNode node, Schema schema)
    {
        switch (node)
        {
            case SelectionSetNode:
                return this with { Parent = Type?.Named is { IsComposite: true } parent ? parent : null };
            case FieldNode field:
                var definition = Parent is null ? null : schema.Field(Parent, field.Name.Value);
                return this with { Field = definition, Type = definition?.Type };
            case DirectiveNode directive:
                return this with { Directive = schema.Directives.GetValueOrDefault(directive.Name.Value) };
            case OperationDefinitionNode operation:
                return this with { Type = schema.Roots.GetValueOrDefault(operation.Operation) };
            case FragmentDefinitionNode fragment:
                return this with { Type = Output(schema.Find(fragment.TypeCondition)) };
            case InlineFragmentNode { TypeCondition: var condition }:
                return this with { Type = condition is null ? Type?.Named : Output(schema.Find(condition)) };
            case VariableDefinitionNode variable:
                return this with { Input = OnlyInput(schema.Find(variable.Type)) };
            case ArgumentNode argument:
                var arguments = Directive is not null ? Directive.Arguments : Field?.Arguments;
                return Into(arguments?.GetValueOrDefault(argument.Name.Value)) with { Argument = arguments?.GetValueOrDefault(argument.Name.Value) };
            case ListValueNode:
                var list = Input?.Nullable;
                return this with { ParentInput = Input, Input = OnlyInput(list is ListType of ? of.Inner : list), HasDefault = false };
            case ObjectFieldNode field:
                return Into((Input?.Named as InputObjectType)?.Fields.GetValueOrDefault(field.Name.Value));
            default:
                return this;
        }
    }

    private static GraphQLType? Output(GraphQLType? type) => type is { IsOutput: true } ? type : null;

    private static GraphQLType? OnlyInput(GraphQLType? type) => type is { IsInput: true } ? type : null;

    private TypeState Into(InputValue? value) => this with
    {
        ParentInput = Input,
        Input = OnlyInput(value?.Type),
        HasDefault = value?.DefaultValue is not null,
    };
}
