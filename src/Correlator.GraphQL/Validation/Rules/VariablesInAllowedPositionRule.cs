using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>Variables stand where their type fits.</summary>
internal sealed class VariablesInAllowedPositionRule : ValidationRule
{
    public override bool Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is not OperationDefinitionNode operation)
        {
            return node is DocumentNode;
        }

        foreach (var usage in context.Usages(operation))
        {
            var definition = operation.VariableDefinitions.LastOrDefault(variable => variable.Variable.Name.Value == usage.Node.Name.Value);
            if (definition is null || usage.Type is null)
            {
                continue;
            }

            var type = context.Schema.Find(definition.Type);
            if (type is not null && !IsAllowed(type, definition.DefaultValue, usage))
            {
                var told = $"Variable \"${usage.Node.Name.Value}\" of type \"{type}\" used in position expecting type \"{usage.Type}\".";
                Report(context, told, definition, usage.Node);
            }

            if (usage.ParentType is InputObjectType { IsOneOf: true } oneOf && type is not null and not NonNullType)
            {
                var told = $"Variable \"${usage.Node.Name.Value}\" is of type \"{type}\" "
                    + $"but must be non-nullable to be used for OneOf Input Object \"{oneOf}\".";
                Report(context, told, definition, usage.Node);
            }
        }

        return false;
    }

    private static bool IsAllowed(GraphQLType type, ValueNode? defaultValue, VariableUsage usage) =>
        usage.Type is NonNullType expected && type is not NonNullType
            ? (defaultValue is not (null or NullValueNode) || usage.HasDefault) && type.IsSubTypeOf(expected.Inner)
            : type.IsSubTypeOf(usage.Type!);
}
