namespace Correlator.Detection;

/// <summary>A function's window. Durations are of invocations, p99 in microseconds, with and without the cold ones.</summary>
internal sealed record ColdStartSample
{
    public required int FunctionId { get; init; }
    public required string Name { get; init; }
    public required long Invocations { get; init; }
    public required long ColdStarts { get; init; }
    public double P99 { get; init; }
    public double WarmP99 { get; init; }

    /// <summary>Mean init time where it was told, else mean of what cold invocations took longer; microseconds.</summary>
    public double InitMicros { get; init; }
    public DateTime? First { get; init; }
    public Guid[] Journeys { get; init; } = [];
}
