namespace Correlator.GraphQL.Annotations;

/// <summary>The static method loads many at once:
/// <c>Task&lt;IReadOnlyDictionary&lt;TKey, TValue&gt;&gt; GetFunctionByIdAsync(IReadOnlyList&lt;TKey&gt; keys, services, CancellationToken)</c>.
/// Resolvers take it as a parameter <c>DataLoader&lt;TKey, TValue&gt; functionById</c>: the name of the method without Get and Async; the name does not
/// matter where only one loader has the types.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DataLoaderAttribute(string? name = null) : Attribute
{
    /// <summary>The name that parameters ask for it by.</summary>
    public string? Name => name;
}
