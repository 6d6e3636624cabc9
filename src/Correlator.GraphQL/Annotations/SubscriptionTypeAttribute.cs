namespace Correlator.GraphQL.Annotations;

/// <summary>The class adds its methods with <see cref="SubscribeAttribute" /> to the type Subscription.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SubscriptionTypeAttribute : Attribute;
