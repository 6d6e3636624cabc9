namespace Correlator.Telemetry.Batches;

internal readonly record struct ResourceRow(RowRange Attributes, TextRange SchemaUrl);
