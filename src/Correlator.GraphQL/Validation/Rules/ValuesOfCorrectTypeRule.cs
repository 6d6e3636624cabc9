using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>Literals are values of the type of their place.</summary>
internal sealed class ValuesOfCorrectTypeRule : ValidationRule
{
    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        var state = context.State;
        switch (node)
        {
            case ListValueNode list when state.ParentInput?.Nullable is not ListType:
                Check(list, state.Input, context);
                return false;
            case ObjectValueNode given when state.Input?.Named is InputObjectType type:
                CheckObject(given, type, context);
                return true;
            case ObjectValueNode given:
                Check(given, state.Input, context);
                return false;
            case ObjectFieldNode field when state.Input is null && state.ParentInput?.Named is InputObjectType type:
                Report(context, $"Field \"{field.Name.Value}\" is not defined by type \"{type}\".", field);
                return true;
            case NullValueNode when state.Input is NonNullType type:
                Report(context, $"Expected value of type \"{type}\", found null.", node);
                return true;
            case EnumValueNode or IntValueNode or FloatValueNode or StringValueNode or BooleanValueNode:
                Check((ValueNode)node, state.Input, context);
                return true;
            default:
                return true;
        }
    }

    private void Check(ValueNode node, GraphQLType? type, ValidationContext context)
    {
        switch (type?.Named)
        {
            case null:
                return;
            case EnumType named when node is EnumValueNode name && named.Values.ContainsKey(name.Value):
                return;
            case EnumType named:
                var told = node is EnumValueNode
                    ? $"Value \"{Printer.Print(node)}\" does not exist in \"{named}\" enum."
                    : $"Enum \"{named}\" cannot represent non-enum value: {Printer.Print(node)}.";
                Report(context, told, node);
                return;
            case ScalarType { ParseLiteral: { } parse }:
                try
                {
                    parse(node);
                }
                catch (GraphQLException exception)
                {
                    Report(context, exception.Message, node);
                }

                return;
            case ScalarType:
                return;
            default:
                Report(context, $"Expected value of type \"{type}\", found {Printer.Print(node)}.", node);
                return;
        }
    }

    private void CheckObject(ObjectValueNode given, InputObjectType type, ValidationContext context)
    {
        var fields = new Dictionary<string, ValueNode>(StringComparer.Ordinal);
        foreach (var field in given.Fields)
        {
            fields[field.Name.Value] = field.Value;
        }

        foreach (var field in type.Fields.Values.Where(field => field.IsRequired && !fields.ContainsKey(field.Name)))
        {
            Report(context, $"Field \"{type}.{field.Name}\" of required type \"{field.Type}\" was not provided.", given);
        }

        if (type.IsOneOf && fields.Count != 1)
        {
            Report(context, $"OneOf Input Object \"{type}\" must specify exactly one key.", given);
        }
        else if (type.IsOneOf && fields.Values.Single() is NullValueNode)
        {
            Report(context, $"Field \"{type}.{fields.Keys.Single()}\" must be non-null.", given);
        }
    }
}
