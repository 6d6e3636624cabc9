namespace Correlator.GraphQL.Annotations;

/// <summary>An argument, whatever the container knows.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ArgumentAttribute(string? name = null) : Attribute
{
    /// <summary>The name in the schema; by default that of the parameter.</summary>
    public string? Name => name;
}
