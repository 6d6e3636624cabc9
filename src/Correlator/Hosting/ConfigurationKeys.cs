using System.Collections;
using System.Reflection;

namespace Correlator.Hosting;

/// <summary>Finds keys below <c>Correlator</c> that no option class has: what is misspelt would not be heeded, and nobody would know.</summary>
internal static class ConfigurationKeys
{
    private const string Root = "Correlator";
    private const BindingFlags AnyCase = BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase;

    private static readonly (string Section, Type Type)[] Options =
    [
        .. typeof(ConfigurationKeys).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal))
            .Select(type => (Section: type.GetField("Section")?.GetRawConstantValue() as string ?? "", Type: type))
            .Where(options => options.Section.Length > 0),
    ];

    /// <returns>A sentence for each.</returns>
    public static IEnumerable<string> Violations(IConfiguration configuration)
    {
        foreach (var (key, value) in configuration.GetSection(Root).AsEnumerable().OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (string.IsNullOrEmpty(value))
            {
                continue;
            }

            if (TypeOf(key) is not { } type)
            {
                yield return $"{key} is a key that this version does not have; docs/configuration.md names all that it has.";
            }
            else if (IsList(type))
            {
                var variable = key.Replace(":", "__", StringComparison.Ordinal);
                yield return $"{key} is a list: its first value is written {key}:0, in the environment {variable}__0.";
            }
        }
    }

    private static Type? TypeOf(string key) =>
        Options.Where(options => key.StartsWith(options.Section + ":", StringComparison.OrdinalIgnoreCase))
            .Select(options => Below(options.Type, key[(options.Section.Length + 1)..].Split(':')))
            .FirstOrDefault(type => type is not null);

    private static Type? Below(Type type, ReadOnlySpan<string> path) =>
        path.IsEmpty ? type
        : IsList(type) ? Below(type.GetElementType() ?? type.GetGenericArguments()[0], path[1..])
        : type.GetProperty(path[0], AnyCase) is { CanWrite: true } property ? Below(property.PropertyType, path[1..])
        : null;

    private static bool IsList(Type type) => type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable));
}
