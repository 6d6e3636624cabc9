namespace Correlator.Detection;

/// <summary>A function's window as the rollups hold it: counts per power-of-two bucket of microseconds, of all invocations and of cold ones.</summary>
internal sealed record ColdStartRow
{
    public required int FunctionId { get; init; }
    public required string Name { get; init; }
    public required long Invocations { get; init; }
    public required long ColdStarts { get; init; }
    public required long InitUs { get; init; }
    public DateTime? First { get; init; }
    public long[] Buckets { get; init; } = [];
    public long[] ColdBuckets { get; init; } = [];
    public Guid[] Journeys { get; init; } = [];

    public ColdStartSample ToSample()
    {
        var warm = Buckets.Select((count, index) => count - (index < ColdBuckets.Length ? ColdBuckets[index] : 0)).ToArray();
        return new ColdStartSample
        {
            FunctionId = FunctionId,
            Name = Name,
            Invocations = Invocations,
            ColdStarts = ColdStarts,
            P99 = DurationBuckets.Quantile(Buckets, 0.99),
            WarmP99 = DurationBuckets.Quantile(warm, 0.99),
            InitMicros = InitUs > 0
                ? (double)InitUs / ColdStarts
                : Math.Max(0, DurationBuckets.Quantile(ColdBuckets, 0.5) - DurationBuckets.Quantile(warm, 0.5)),
            First = First,
            Journeys = Journeys,
        };
    }
}
