using Correlator.Telemetry;

namespace Correlator.Ingest;

/// <summary>Counts of what came in since the start of this process.</summary>
internal sealed class IngestTotals
{
    private static readonly Signal[] Signals = Enum.GetValues<Signal>();
    private readonly long[] _accepted = new long[(int)Signals.Max() + 1];
    private readonly long[] _duplicates = new long[(int)Signals.Max() + 1];
    private readonly long[] _rejected = new long[(int)Signals.Max() + 1];
    private readonly long[] _requests = new long[(int)Enum.GetValues<ExportStatus>().Max() + 1];

    public IReadOnlyList<SignalTotals> Records =>
        [.. Signals.Select(signal => new SignalTotals(signal, Read(_accepted, (int)signal), Read(_duplicates, (int)signal), Read(_rejected, (int)signal)))];

    public long Requests(ExportStatus status) => Read(_requests, (int)status);

    public void Add(Signal signal, in ExportOutcome outcome)
    {
        Interlocked.Increment(ref _requests[(int)outcome.Status]);
        if (outcome.IsSuccess && outcome.Accepted > 0)
        {
            Interlocked.Add(ref (outcome.Status == ExportStatus.Duplicate ? _duplicates : _accepted)[(int)signal], outcome.Accepted);
        }

        AddRejected(signal, outcome.Rejected);
    }

    public void AddRejected(Signal signal, int records)
    {
        if (records > 0)
        {
            Interlocked.Add(ref _rejected[(int)signal], records);
        }
    }

    private static long Read(long[] counts, int index) => Interlocked.Read(ref counts[index]);
}
