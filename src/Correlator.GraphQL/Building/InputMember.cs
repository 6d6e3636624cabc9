using System.ComponentModel;
using System.Reflection;
using Correlator.GraphQL.Annotations;

namespace Correlator.GraphQL.Building;

/// <summary>A field of an input object: a property, and the parameter of the constructor that sets it, if one does.</summary>
internal sealed record InputMember(string Name, PropertyInfo Property, ParameterInfo? Parameter)
{
    public object? Default => Parameter is { HasDefaultValue: true } ? Parameter.DefaultValue : Property.GetCustomAttribute<DefaultValueAttribute>()?.Value;

    public ClrReference Reference => Parameter is null ? ClrReference.OfInput(Property) : ClrReference.OfInput(Parameter);

    /// <summary>The constructor that is called: the one with the most parameters.</summary>
    public static ConstructorInfo? Constructor(Type type) => type
        .GetConstructors()
        .OrderByDescending(constructor => constructor.GetParameters().Length)
        .FirstOrDefault();

    public static IReadOnlyList<InputMember> Of(Type type, Problems problems)
    {
        var parameters = Constructor(type)?.GetParameters() ?? [];
        var properties = type
            .GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(property => property.GetIndexParameters().Length == 0 && !property.IsDefined(typeof(GraphQLIgnoreAttribute)))
            .ToList();
        foreach (var parameter in parameters.Where(parameter => !parameter.HasDefaultValue && !properties.Exists(property => Sets(parameter, property))))
        {
            problems.Add(type, $"the parameter {parameter.Name} of its constructor has no property of its name.");
        }

        if (Constructor(type) is null && !type.IsValueType)
        {
            problems.Add(type, "an input object needs a public constructor.");
        }

        return [.. properties
            .Select(property => new InputMember(Naming.OfField(property), property, parameters.FirstOrDefault(parameter => Sets(parameter, property))))
            .Where(member => member.Parameter is not null || member.Property.SetMethod is { IsPublic: true })];
    }

    private static bool Sets(ParameterInfo parameter, PropertyInfo property) =>
        string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase) && parameter.ParameterType == property.PropertyType;
}
