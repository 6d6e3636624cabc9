using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Introspection;

/// <summary>How the types of introspection answer (specification, section 4.2).</summary>
internal static class IntrospectionResolvers
{
    public static void AddTo(OrderedDictionary<string, NamedType> types)
    {
        OfSchema((ObjectType)types["__Schema"]);
        OfType((ObjectType)types["__Type"]);
        OfMembers((ObjectType)types["__Field"], (ObjectType)types["__InputValue"], (ObjectType)types["__EnumValue"]);
        OfDirective((ObjectType)types["__Directive"]);
    }

    private static void OfSchema(ObjectType type)
    {
        Read<Schema>(type, "description", schema => schema.Description);
        Read<Schema>(type, "types", schema => schema.Types.Values);
        Read<Schema>(type, "queryType", schema => schema.Roots.GetValueOrDefault(OperationType.Query));
        Read<Schema>(type, "mutationType", schema => schema.Roots.GetValueOrDefault(OperationType.Mutation));
        Read<Schema>(type, "subscriptionType", schema => schema.Roots.GetValueOrDefault(OperationType.Subscription));
        Read<Schema>(type, "directives", schema => schema.Directives.Values);
    }

    private static void OfType(ObjectType type)
    {
        Read<GraphQLType>(type, "kind", found => found switch
        {
            NonNullType => "NON_NULL",
            ListType => "LIST",
            ScalarType => "SCALAR",
            ObjectType => "OBJECT",
            InterfaceType => "INTERFACE",
            UnionType => "UNION",
            EnumType => "ENUM",
            _ => "INPUT_OBJECT",
        });
        Read<GraphQLType>(type, "name", found => (found as NamedType)?.Name);
        Read<GraphQLType>(type, "description", found => (found as NamedType)?.Description);
        Read<GraphQLType>(type, "specifiedByURL", found => (found as ScalarType)?.SpecifiedByUrl);
        Read<GraphQLType>(type, "interfaces", found => (found as ComplexType)?.Interfaces);
        Read<GraphQLType>(type, "ofType", found => found is NonNullType nonNull ? nonNull.Inner : (found as ListType)?.Inner);
        Read<GraphQLType>(type, "isOneOf", found => (found as InputObjectType)?.IsOneOf);
        type.Resolve("fields", context => new(Without((context.Source as ComplexType)?.Fields.Values, field => field.DeprecationReason, context)));
        type.Resolve("enumValues", context => new(Without((context.Source as EnumType)?.Values.Values, value => value.DeprecationReason, context)));
        type.Resolve("inputFields", context => new(Without((context.Source as InputObjectType)?.Fields.Values, field => field.DeprecationReason, context)));
        type.Resolve("possibleTypes", context => new(context.Source is NamedType { IsAbstract: true } found ? context.Schema.PossibleTypes(found) : null));
    }

    private static void OfMembers(ObjectType field, ObjectType input, ObjectType value)
    {
        Read<FieldDefinition>(field, "name", found => found.Name);
        Read<FieldDefinition>(field, "description", found => found.Description);
        Read<FieldDefinition>(field, "type", found => found.Type);
        Read<FieldDefinition>(field, "isDeprecated", found => found.DeprecationReason is not null);
        Read<FieldDefinition>(field, "deprecationReason", found => found.DeprecationReason);
        field.Resolve("args", context => new(Without(context.Parent<FieldDefinition>().Arguments.Values, argument => argument.DeprecationReason, context)));

        Read<InputValue>(input, "name", found => found.Name);
        Read<InputValue>(input, "description", found => found.Description);
        Read<InputValue>(input, "type", found => found.Type);
        Read<InputValue>(input, "defaultValue", found => found.DefaultValue is { } byDefault ? Printer.Print(byDefault) : null);
        Read<InputValue>(input, "isDeprecated", found => found.DeprecationReason is not null);
        Read<InputValue>(input, "deprecationReason", found => found.DeprecationReason);

        Read<EnumValue>(value, "name", found => found.Name);
        Read<EnumValue>(value, "description", found => found.Description);
        Read<EnumValue>(value, "isDeprecated", found => found.DeprecationReason is not null);
        Read<EnumValue>(value, "deprecationReason", found => found.DeprecationReason);
    }

    private static void OfDirective(ObjectType type)
    {
        Read<DirectiveType>(type, "name", found => found.Name);
        Read<DirectiveType>(type, "description", found => found.Description);
        Read<DirectiveType>(type, "isRepeatable", found => found.IsRepeatable);
        Read<DirectiveType>(type, "locations", found => found.Locations);
        type.Resolve("args", context => new(Without(context.Parent<DirectiveType>().Arguments.Values, argument => argument.DeprecationReason, context)));
    }

    private static void Read<T>(ObjectType type, string field, Func<T, object?> read) => type.Read(field, source => read((T)source));

    private static IEnumerable<T>? Without<T>(IEnumerable<T>? items, Func<T, string?> deprecation, Execution.ResolverContext context) =>
        context.Argument<bool>("includeDeprecated") ? items : items?.Where(item => deprecation(item) is null);
}
