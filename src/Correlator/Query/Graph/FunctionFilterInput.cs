namespace Correlator.Query.Graph;

/// <summary>Which functions. What is not given matches everything.</summary>
internal sealed record FunctionFilterInput
{
    /// <summary>A part of the name or the service, whatever its case.</summary>
    public string? Text { get; init; }

    public string? Environment { get; init; }
}
