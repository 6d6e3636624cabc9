namespace Correlator.GraphQL.Annotations;

/// <summary>The method is a subscription: it returns the stream of its events, or what to make of the event that another method's stream brings.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SubscribeAttribute : Attribute
{
    /// <summary>The method of the class that returns the stream, if it is another one.</summary>
    public string? With { get; init; }
}
