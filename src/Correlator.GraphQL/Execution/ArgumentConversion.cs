using System.Collections;
using System.Globalization;

namespace Correlator.GraphQL.Execution;

/// <summary>Makes of an argument's value what a resolver wants: numbers of another size, enums by name, arrays and lists.</summary>
internal static class ArgumentConversion
{
    public static object? To(Type wanted, object? value)
    {
        var type = Nullable.GetUnderlyingType(wanted) ?? wanted;
        if (value is null || type.IsInstanceOfType(value))
        {
            return value is null && wanted == type && type.IsValueType ? Activator.CreateInstance(type) : value;
        }

        if (type.IsEnum && value is string name)
        {
            return Enum.Parse(type, name, ignoreCase: false);
        }

        if (value is IEnumerable items and not string && ItemOf(type) is { } itemType)
        {
            var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(itemType))!;
            foreach (var item in items)
            {
                list.Add(To(itemType, item));
            }

            return type.IsArray ? list.GetType().GetMethod(nameof(List<>.ToArray))!.Invoke(list, null) : list;
        }

        return value is IConvertible && typeof(IConvertible).IsAssignableFrom(type)
            ? Convert.ChangeType(value, type, CultureInfo.InvariantCulture)
            : throw new InvalidCastException($"An argument of {value.GetType().Name} cannot be taken as {wanted.Name}.");
    }

    private static Type? ItemOf(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericArguments() is [var item] && type.IsAssignableFrom(typeof(List<>).MakeGenericType(item)) ? item
        : null;
}
