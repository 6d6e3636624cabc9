namespace Correlator.Telemetry.Batches;

internal readonly record struct ScopeRow(int Resource, TextRange Name, TextRange Version, RowRange Attributes);
