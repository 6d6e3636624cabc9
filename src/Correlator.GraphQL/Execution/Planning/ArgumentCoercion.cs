using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Execution.Planning;

/// <summary>The values of a field's arguments (specification, section 6.4.1).</summary>
internal static class ArgumentCoercion
{
    /// <exception cref="GraphQLException">An argument is none of its type.</exception>
    public static IReadOnlyDictionary<string, object?> Coerce(FieldDefinition field, FieldNode node, IReadOnlyDictionary<string, object?>? variables)
    {
        var values = new Dictionary<string, object?>(field.Arguments.Count, StringComparer.Ordinal);
        foreach (var argument in field.Arguments.Values)
        {
            var given = node.Arguments.FirstOrDefault(found => found.Name.Value == argument.Name)?.Value;
            if (given is null)
            {
                Default(argument, values, $"Argument \"{argument.Name}\" of required type \"{argument.Type}\" was not provided.", node);
            }
            else if (given is VariableNode variable && variables?.ContainsKey(variable.Name.Value) != true)
            {
                Default(
                    argument,
                    values,
                    $"Argument \"{argument.Name}\" of required type \"{argument.Type}\" was provided the variable \"${variable.Name.Value}\" "
                    + "which was not provided a runtime value.",
                    given);
            }
            else if (argument.Type is NonNullType && (given is NullValueNode || (given is VariableNode known && variables![known.Name.Value] is null)))
            {
                var told = $"Argument \"{argument.Name}\" of non-null type \"{argument.Type}\" must not be null.";
                throw new GraphQLException(told) { Location = given.Location };
            }
            else if (LiteralCoercion.TryCoerce(given, argument.Type, variables, out var value))
            {
                values[argument.Name] = value;
            }
            else
            {
                throw new GraphQLException($"Argument \"{argument.Name}\" has invalid value {Printer.Print(given)}.") { Location = given.Location };
            }
        }

        return values;
    }

    private static void Default(InputValue argument, Dictionary<string, object?> into, string missing, SyntaxNode node)
    {
        if (argument.DefaultValue is not null)
        {
            if (LiteralCoercion.TryCoerce(argument.DefaultValue, argument.Type, null, out var value))
            {
                into[argument.Name] = value;
            }
        }
        else if (argument.Type is NonNullType)
        {
            throw new GraphQLException(missing) { Location = node.Location };
        }
    }
}
