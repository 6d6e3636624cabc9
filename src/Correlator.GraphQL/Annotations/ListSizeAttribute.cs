namespace Correlator.GraphQL.Annotations;

/// <summary>How many items a list counts as against the limit on the cost of an operation.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method, Inherited = false)]
public sealed class ListSizeAttribute : Attribute
{
    /// <summary>The size when no argument says it.</summary>
    public int AssumedSize { get; init; }

    /// <summary>The arguments that say it; by default those named first, last or limit.</summary>
    public string[]? SlicingArguments { get; init; }
}
