using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Introspection;

/// <summary>The fields that every schema has without defining them.</summary>
internal static class MetaFields
{
    public static FieldDefinition TypeName { get; } = new(
        "__typename",
        new NonNullType(BuiltInScalars.Text),
        new(StringComparer.Ordinal),
        "The name of the current Object type at runtime.",
        null);

    public static FieldDefinition OfRoot(Schema schema, string name)
    {
        if (name == "__schema")
        {
            var type = new NonNullType(schema.Types["__Schema"]);
            return new FieldDefinition(name, type, new(StringComparer.Ordinal), "Access the current type schema of this server.", null)
            {
                Resolver = context => new(context.Schema),
            };
        }

        var argument = new InputValue("name", new NonNullType(BuiltInScalars.Text), null, null, null);
        OrderedDictionary<string, InputValue> arguments = new(StringComparer.Ordinal) { ["name"] = argument };
        return new FieldDefinition(name, schema.Types["__Type"], arguments, "Request the type information of a single type.", null)
        {
            Resolver = context => new(context.Schema.Types.GetValueOrDefault((string)context.Arguments["name"]!)),
        };
    }
}
