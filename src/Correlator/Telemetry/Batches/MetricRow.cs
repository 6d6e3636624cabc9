namespace Correlator.Telemetry.Batches;

internal readonly record struct MetricRow(
    int Scope,
    int Resource,
    TextRange Name,
    TextRange Unit,
    TextRange Description,
    MetricKind Kind,
    Temporality Temporality,
    bool IsMonotonic);
