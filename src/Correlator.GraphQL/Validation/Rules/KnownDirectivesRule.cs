using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>Directives are in the schema and stand where they may.</summary>
internal sealed class KnownDirectivesRule : ValidationRule
{
    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is not DirectiveNode directive)
        {
            return true;
        }

        var name = directive.Name.Value;
        var locations = context.OwnDirective(name)?.Locations.Select(place => place.Value).ToArray()
            ?? context.Schema.Directives.GetValueOrDefault(name)?.Locations;
        if (locations is null)
        {
            Report(context, $"Unknown directive \"@{name}\".", directive);
        }
        else if (Place(context.Ancestors) is { } place && !locations.Contains(place))
        {
            Report(context, $"Directive \"@{name}\" may not be used on {place}.", directive);
        }

        return true;
    }

    private static string? Place(Stack<SyntaxNode> ancestors) => ancestors.Peek() switch
    {
        OperationDefinitionNode { Operation: OperationType.Query } => DirectiveLocation.Query,
        OperationDefinitionNode { Operation: OperationType.Mutation } => DirectiveLocation.Mutation,
        OperationDefinitionNode => DirectiveLocation.Subscription,
        FieldNode => DirectiveLocation.Field,
        FragmentSpreadNode => DirectiveLocation.FragmentSpread,
        InlineFragmentNode => DirectiveLocation.InlineFragment,
        FragmentDefinitionNode => DirectiveLocation.FragmentDefinition,
        VariableDefinitionNode => DirectiveLocation.VariableDefinition,
        SchemaDefinitionNode => DirectiveLocation.Schema,
        ScalarTypeDefinitionNode => DirectiveLocation.Scalar,
        ObjectTypeDefinitionNode => DirectiveLocation.ObjectType,
        FieldDefinitionNode => DirectiveLocation.FieldDefinition,
        InterfaceTypeDefinitionNode => DirectiveLocation.InterfaceType,
        UnionTypeDefinitionNode => DirectiveLocation.Union,
        EnumTypeDefinitionNode => DirectiveLocation.EnumType,
        EnumValueDefinitionNode => DirectiveLocation.EnumValue,
        InputObjectTypeDefinitionNode => DirectiveLocation.InputObject,
        InputValueDefinitionNode when ancestors.Skip(1).First() is InputObjectTypeDefinitionNode => DirectiveLocation.InputFieldDefinition,
        InputValueDefinitionNode => DirectiveLocation.ArgumentDefinition,
        _ => null,
    };
}
