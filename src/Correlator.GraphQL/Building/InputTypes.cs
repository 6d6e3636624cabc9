using System.Reflection;
using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Building;

/// <summary>The types of arguments and of the fields of input objects.</summary>
internal static class InputTypes
{
    /// <summary>The type that an attribute gives, or the one that follows from C#.</summary>
    public static GraphQLType Of(TypeMapper types, ICustomAttributeProvider member, ClrReference reference, string where) =>
        member.Said<GraphQLTypeAttribute>() is { } given ? types.Syntax(given.TypeSyntax, where)
        : member.IsDefined(typeof(IDAttribute), false) ? Identifier(reference)
        : types.Input(reference, where);

    /// <summary>The lists and non-nulls of a C# type around ID.</summary>
    public static GraphQLType Identifier(ClrReference reference)
    {
        var inner = reference.Element is { } element ? new ListType(Identifier(element)) : (GraphQLType)BuiltInScalars.Identifier;
        return reference.IsNullable ? inner : new NonNullType(inner);
    }

    /// <summary>Gives an input object its fields.</summary>
    public static void Fill(TypeMapper types, XmlDocumentation documentation, Problems problems, Type runtime, InputObjectType type)
    {
        foreach (var member in InputMember.Of(runtime, problems))
        {
            var fieldType = Of(types, member.Property, member.Reference, Naming.Shown(member.Property));
            var literal = DefaultLiteral.Of(member.Default, member.Property.PropertyType);
            var isOptional = literal is null && member.Parameter is { HasDefaultValue: true };
            var fitting = isOptional ? fieldType.Nullable : fieldType;
            var field = new InputValue(member.Name, fitting, literal, documentation.Of(member.Property), Deprecation.Of(member.Property));
            if (!type.Fields.TryAdd(member.Name, field))
            {
                problems.Add(member.Property, $"the input object has a field {member.Name} already.");
            }
        }
    }
}
