namespace Correlator.Telemetry.Batches;

internal readonly record struct EventRow(long TimeNano, TextRange Name, RowRange Attributes);
