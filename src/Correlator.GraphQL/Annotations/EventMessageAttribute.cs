namespace Correlator.GraphQL.Annotations;

/// <summary>The event of a subscription.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class EventMessageAttribute : Attribute;
