using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.DataLoading;
using Correlator.Storage;
using Correlator.Storage.Catalogs;
using Correlator.Telemetry.Read;

namespace Correlator.Query.Graph;

/// <summary>A log record as it was sent.</summary>
[ObjectType<LogRecord>(IgnoreProperties = [
    nameof(LogRecord.TraceId),
    nameof(LogRecord.SpanId),
    nameof(LogRecord.TimeNano),
    nameof(LogRecord.ObservedNano),
    nameof(LogRecord.Flags),
    nameof(LogRecord.FunctionId)])]
internal static class LogRecordNode
{
    public static DateTime GetAt([Parent] LogRecord log) => UnixTime.ToDateTime(log.TimeNano);

    /// <summary>Unix nanoseconds, all of them.</summary>
    public static long GetAtNano([Parent] LogRecord log) => log.TimeNano;

    public static TraceView? GetTrace([Parent] LogRecord log) => log.TraceId.IsZero ? null : new TraceView(log.TraceId.ToGuid());

    /// <summary>16 hex digits; null when it names no span.</summary>
    public static string? GetSpanId([Parent] LogRecord log) => log.SpanId.IsZero ? null : log.SpanId.ToString();

    public static Task<StoredFunction?> GetFunctionAsync(
        [Parent] LogRecord log,
        DataLoader<int, StoredFunction> functionById,
        CancellationToken cancellationToken) =>
        functionById.LoadAsync(log.FunctionId, cancellationToken);
}
