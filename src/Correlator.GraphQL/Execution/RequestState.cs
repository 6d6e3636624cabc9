namespace Correlator.GraphQL.Execution;

/// <summary>What belongs to one request, by its type: the caller, the tenant.</summary>
public sealed class RequestState
{
    private readonly Dictionary<Type, object> _values = [];

    /// <summary>Keeps a value; the last one of a type counts.</summary>
    public RequestState With<T>(T value)
        where T : notnull
    {
        _values[typeof(T)] = value;
        return this;
    }

    /// <summary>The value of a type.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public T Get<T>()
        where T : notnull => Find<T>() ?? throw new InvalidOperationException($"The request has no {typeof(T).Name}.");

    /// <summary>The value of a type, or null.</summary>
    public T? Find<T>() => _values.TryGetValue(typeof(T), out var value) ? (T)value : default;

    internal object? Find(Type type) => _values.GetValueOrDefault(type);
}
