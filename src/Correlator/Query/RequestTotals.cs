using Correlator.Ingest;

namespace Correlator.Query;

/// <summary>Export requests that ended in one way.</summary>
internal sealed record RequestTotals(ExportStatus Status, long Count);
