using System.Text.Json;
using System.Text.Json.Serialization;

namespace Correlator.Query;

/// <summary>
/// A journey as JSON: summary, keys, traces, messages with attempts, entries in the order of time. Names in camelCase, enums as words,
/// times in UTC, ids in hex, durations in microseconds.
/// </summary>
internal static class JourneyJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Write(JourneyView view)
    {
        var (entries, loose) = JourneyStory.Tell(view);
        return JsonSerializer.Serialize(
            new
            {
                JourneyId = view.Summary.JourneyId.ToString("n"),
                view.Summary.Status,
                view.Summary.StartedAt,
                view.Summary.EndedAt,
                RootFunction = view.Function(view.Summary.RootFunctionId),
                Counts = new
                {
                    view.Summary.Traces,
                    view.Summary.Invocations,
                    view.Summary.Messages,
                    view.Summary.Attempts,
                    view.Summary.Errors,
                    view.Summary.ColdStarts,
                },
                Keys = view.Keys.DistinctBy(key => (key.Name, key.Value)).Select(key => new { key.Name, key.Value, key.Joins }),
                Traces = view.Traces.Select(trace => new { TraceId = trace.TraceId.ToString("n"), trace.IsShared }),
                view.TracesLeftOut,
                Messages = view.Messages.Select(message => new
                {
                    Queue = view.Queue(message.QueueId),
                    message.MessageId,
                    message.State,
                    message.PublishedAt,
                    Publisher = message.PublisherFunctionId is null ? null : view.Function(message.PublisherFunctionId),
                    message.EndedAt,
                    message.DwellMicros,
                    message.TotalMicros,
                    DeadLetterQueue = message.DeadLetterQueueId is { } queue ? view.Queue(queue) : null,
                    Attempts = message.Attempts.Select(attempt => new
                    {
                        attempt.Number,
                        Function = attempt.FunctionId is null ? null : view.Function(attempt.FunctionId),
                        TraceId = attempt.TraceId?.ToString("n"),
                        attempt.StartedAt,
                        attempt.EndedAt,
                        attempt.DwellMicros,
                        attempt.SkewMicros,
                        attempt.Outcome,
                        Error = attempt.ErrorSignature,
                    }),
                }),
                Entries = entries.Select(entry => new
                {
                    Function = view.Function(entry.FunctionId),
                    entry.Name,
                    TraceId = entry.TraceId.ToString(),
                    SpanId = entry.SpanId.ToString(),
                    StartedAt = Storage.UnixTime.ToDateTime(entry.StartNano),
                    DurationMicros = (entry.EndNano - entry.StartNano) / 1000,
                    entry.HasSpan,
                    entry.Origin,
                    entry.JoinedBy,
                    entry.Outcome,
                    entry.Error,
                    ColdStart = entry.IsCold,
                    entry.InitMicros,
                    entry.BilledMicros,
                    entry.MemoryBytes,
                    entry.MemoryUsedBytes,
                    Received = entry.Deliveries.Select(delivery => new
                    {
                        delivery.Message.MessageId,
                        Queue = view.Queue(delivery.Attempt.QueueId),
                        Attempt = delivery.Attempt.Number,
                    }),
                    Published = entry.Published.Select(message => new { message.MessageId, Queue = view.Queue(message.QueueId) }),
                    Logs = entry.Logs.Select(log => new { At = Storage.UnixTime.ToDateTime(log.TimeNano), log.Severity, log.Body }),
                }),
                LooseLogs = loose.Select(log => new
                {
                    At = Storage.UnixTime.ToDateTime(log.TimeNano),
                    TraceId = log.TraceId.ToString(),
                    log.Severity,
                    log.Body,
                }),
                Others = view.Others.Select(other => other.JourneyId.ToString("n")),
            },
            Options);
    }
}
