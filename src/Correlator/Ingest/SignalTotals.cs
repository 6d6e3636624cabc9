using Correlator.Telemetry;

namespace Correlator.Ingest;

/// <summary>Records of one signal by what became of them.</summary>
/// <param name="Accepted">Stored, or in the journal.</param>
/// <param name="Duplicates">Sent again, and stored before.</param>
/// <param name="Rejected">Left out because they were invalid.</param>
internal sealed record SignalTotals(Signal Signal, long Accepted, long Duplicates, long Rejected);
