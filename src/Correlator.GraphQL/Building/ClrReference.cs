using System.Reflection;

namespace Correlator.GraphQL.Building;

/// <summary>A use of a C# type with its nullability, from outside in.</summary>
internal sealed record ClrReference(Type Type, bool IsNullable, IReadOnlyList<ClrReference> Arguments)
{
    /// <summary>The type without the question mark of a value type.</summary>
    public Type Plain => Nullable.GetUnderlyingType(Type) ?? Type;

    /// <summary>What an array or a generic collection holds; null if the type is none.</summary>
    public ClrReference? Element
    {
        get
        {
            if (Plain.IsArray)
            {
                return Arguments is [var element, ..] ? element : new ClrReference(Plain.GetElementType()!, false, []);
            }

            return Plain != typeof(string) && !IsMap && Sequence(Plain) is { } sequence
                ? Arguments.Count == 1 ? Arguments[0] : new ClrReference(sequence.GetGenericArguments()[0], false, [])
                : null;
        }
    }

    /// <summary>Whether it maps names to values.</summary>
    public bool IsMap => Plain.FormOf(typeof(IReadOnlyDictionary<,>)) is not null || Plain.FormOf(typeof(IDictionary<,>)) is not null;

    /// <summary>What is awaited: the type inside a task, or this one.</summary>
    public ClrReference Awaited => Is(typeof(Task<>)) || Is(typeof(ValueTask<>)) ? Arguments[0] : this;

    public static ClrReference OfResult(MethodInfo method) => Of(new NullabilityInfoContext().Create(method.ReturnParameter), false);

    public static ClrReference OfResult(PropertyInfo property) => Of(new NullabilityInfoContext().Create(property), false);

    public static ClrReference OfInput(PropertyInfo property) => Of(new NullabilityInfoContext().Create(property), property.CanWrite);

    public static ClrReference OfInput(ParameterInfo parameter) => Of(new NullabilityInfoContext().Create(parameter), true);

    public bool Is(Type definition) => Plain.IsMadeOf(definition);

    private static ClrReference Of(NullabilityInfo info, bool isInput)
    {
        var underlying = Nullable.GetUnderlyingType(info.Type);
        var state = isInput ? info.WriteState : info.ReadState;
        ClrReference[] arguments = info.ElementType is { } element
            ? [Of(element, isInput)]
            : [.. info.GenericTypeArguments.Select(argument => Of(argument, isInput))];
        return new ClrReference(info.Type, underlying is not null || (!info.Type.IsValueType && state != NullabilityState.NotNull), arguments);
    }

    private static Type? Sequence(Type type) => type.FormOf(typeof(IEnumerable<>));
}
