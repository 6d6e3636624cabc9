using System.Reflection;
using Correlator.GraphQL.Annotations;

namespace Correlator.GraphQL.Building;

/// <summary>Between the values of a C# enum and their names in the schema.</summary>
internal static class EnumNames
{
    public static IEnumerable<FieldInfo> Fields(Type type) => type
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => !field.IsDefined(typeof(GraphQLIgnoreAttribute)));

    public static Func<object, string?> Writer(Type type) => (Func<object, string?>)Generic(nameof(WriterOf), type);

    public static Func<object, T> ReaderOf<T>()
        where T : struct, Enum
    {
        var values = Fields(typeof(T)).ToDictionary(Naming.OfEnumValue, field => (T)field.GetValue(null)!, StringComparer.Ordinal);
        return value => value is T already ? already : values[(string)value];
    }

    private static Func<object, string?> WriterOf<T>()
        where T : struct, Enum
    {
        var names = new Dictionary<T, string>();
        foreach (var field in Fields(typeof(T)))
        {
            names.TryAdd((T)field.GetValue(null)!, Naming.OfEnumValue(field));
        }

        return value => value is T typed ? names.GetValueOrDefault(typed) : value as string;
    }

    private static object Generic(string method, Type type) =>
        typeof(EnumNames).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type).Invoke(null, null)!;
}
