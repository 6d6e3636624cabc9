namespace Correlator.GraphQL.Types;

/// <summary>What definitions must hold among each other (specification, section 3).</summary>
internal static class SchemaChecks
{
    public static IEnumerable<string> Violations(IEnumerable<NamedType> types) => types.SelectMany(type => type switch
    {
        ComplexType complex => Complex(complex),
        UnionType union => union.Types.Count == 0 ? [$"Union type {type} must define one or more member types."] : [],
        EnumType { Values.Count: 0 } => [$"Enum type {type} must define one or more values."],
        InputObjectType input => Input(input),
        _ => [],
    });

    private static IEnumerable<string> Complex(ComplexType type)
    {
        if (type.Fields.Count == 0)
        {
            yield return $"Type {type} must define one or more fields.";
        }

        foreach (var field in type.Fields.Values)
        {
            if (!field.Type.IsOutput)
            {
                yield return $"The type of {type}.{field.Name} must be Output Type but got: {field.Type}.";
            }

            foreach (var argument in field.Arguments.Values.Where(argument => !argument.Type.IsInput))
            {
                yield return $"The type of {type}.{field.Name}({argument.Name}:) must be Input Type but got: {argument.Type}.";
            }
        }

        foreach (var problem in type.Interfaces.SelectMany(implemented => Implements(type, implemented)))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> Implements(ComplexType type, InterfaceType implemented)
    {
        if (type == implemented)
        {
            yield return $"Type {type} cannot implement itself because it would create a circular reference.";
            yield break;
        }

        foreach (var inherited in implemented.Interfaces.Where(inherited => !type.Interfaces.Contains(inherited)))
        {
            yield return $"Type {type} must implement {inherited} because it is implemented by {implemented}.";
        }

        foreach (var expected in implemented.Fields.Values)
        {
            if (type.Fields.GetValueOrDefault(expected.Name) is not { } field)
            {
                yield return $"Interface field {implemented}.{expected.Name} expected but {type} does not provide it.";
                continue;
            }

            if (!field.Type.IsSubTypeOf(expected.Type))
            {
                yield return $"Interface field {implemented}.{expected.Name} expects type {expected.Type} but {type}.{field.Name} is type {field.Type}.";
            }

            var missing = expected.Arguments.Values
                .Where(argument => field.Arguments.GetValueOrDefault(argument.Name)?.Type.Equals(argument.Type) != true);
            foreach (var argument in missing)
            {
                yield return $"Interface field argument {implemented}.{expected.Name}({argument.Name}:) expected "
                    + $"but {type}.{field.Name} does not provide it with its type.";
            }

            foreach (var argument in field.Arguments.Values.Where(argument => argument.IsRequired && !expected.Arguments.ContainsKey(argument.Name)))
            {
                yield return $"Argument \"{type}.{field.Name}({argument.Name}:)\" must not be required because {implemented}.{expected.Name} does not have it.";
            }
        }
    }

    private static IEnumerable<string> Input(InputObjectType type)
    {
        if (type.Fields.Count == 0)
        {
            yield return $"Input Object type {type} must define one or more fields.";
        }

        foreach (var field in type.Fields.Values)
        {
            if (!field.Type.IsInput)
            {
                yield return $"The type of {type}.{field.Name} must be Input Type but got: {field.Type}.";
            }

            if (type.IsOneOf && (field.Type is NonNullType || field.DefaultValue is not null))
            {
                yield return $"OneOf input field {type}.{field.Name} must be nullable and have no default value.";
            }
        }

        if (NeedsItself(type, type, []))
        {
            yield return $"Input Object {type} cannot be given: it needs itself through non-null fields.";
        }
    }

    private static bool NeedsItself(InputObjectType type, InputObjectType start, HashSet<InputObjectType> seen)
    {
        return type.Fields.Values.Any(field => field.Type is NonNullType { Inner: InputObjectType next } && LeadsToStart(next));

        bool LeadsToStart(InputObjectType next) => next == start || (seen.Add(next) && NeedsItself(next, start, seen));
    }
}
