namespace Correlator.GraphQL.Annotations;

/// <summary>A service. Types that the container knows are taken for services without it.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServiceAttribute : Attribute;
