using Correlator.Correlation;
using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.DataLoading;
using Correlator.Storage;
using Correlator.Telemetry.Facts;
using Correlator.Telemetry.Read;

namespace Correlator.Query.Graph;

/// <summary>The spans and log records of one trace id.</summary>
[Node(IdField = nameof(TraceView.TraceId))]
[ObjectType<TraceView>("Trace")]
internal static class TraceNode
{
    private static readonly DateTime Ever = DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc);
    private static readonly DateTime Never = DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc);

    /// <summary>Null when nothing is stored of it: no span, no log record, no invocation.</summary>
    [NodeResolver]
    public static async Task<TraceView?> FindAsync(
        Guid id,
        DataLoader<Guid, Span[]> spansOfTrace,
        DataLoader<Guid, LogRecord[]> logsOfTrace,
        DataLoader<FirstOf<TraceRange>, Invocation[]> invocationsOfTrace,
        CancellationToken cancellationToken)
    {
        var isStored = await spansOfTrace.LoadAsync(id, cancellationToken) is { Length: > 0 }
            || await logsOfTrace.LoadAsync(id, cancellationToken) is { Length: > 0 }
            || await invocationsOfTrace.LoadAsync(new FirstOf<TraceRange>(Always(id), 1), cancellationToken) is { Length: > 0 };
        return isStored ? new TraceView(id) : null;
    }

    /// <summary>32 hex digits.</summary>
    public static string GetTraceId([Parent] TraceView trace) => trace.TraceId.ToString("n");

    /// <summary>Its spans by start.</summary>
    public static async Task<IReadOnlyList<Span>> GetSpansAsync(
        [Parent] TraceView trace,
        DataLoader<Guid, Span[]> spansOfTrace,
        CancellationToken cancellationToken,
        int first = 100) =>
        [.. (await spansOfTrace.LoadAsync(trace.TraceId, cancellationToken) ?? []).Take(Loads.First(first))];

    /// <summary>Its log records by time.</summary>
    public static async Task<IReadOnlyList<LogRecord>> GetLogsAsync(
        [Parent] TraceView trace,
        DataLoader<Guid, LogRecord[]> logsOfTrace,
        CancellationToken cancellationToken,
        int first = 100) =>
        [.. (await logsOfTrace.LoadAsync(trace.TraceId, cancellationToken) ?? []).Take(Loads.First(first))];

    /// <summary>Its invocations by start.</summary>
    public static Task<Invocation[]> GetInvocationsAsync(
        [Parent] TraceView trace,
        DataLoader<FirstOf<TraceRange>, Invocation[]> invocationsOfTrace,
        CancellationToken cancellationToken,
        int first = Loads.DefaultFirst) =>
        Loads.PartsAsync(Always(trace.TraceId), first, invocationsOfTrace, cancellationToken);

    /// <summary>The journey that it is part of: the newest, if it received messages of several.</summary>
    public static Task<JourneySummary?> GetJourneyAsync(
        [Parent] TraceView trace,
        DataLoader<Guid, JourneySummary> journeyByTrace,
        CancellationToken cancellationToken) =>
        journeyByTrace.LoadAsync(trace.TraceId, cancellationToken);

    private static TraceRange Always(Guid trace) => new(trace, Ever, Never);
}
