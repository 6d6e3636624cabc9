using System.Text.Json;
using System.Text.Json.Serialization;

namespace Correlator.Query;

/// <summary>A journey as JSON: summary, traces, messages with attempts, entries in the order of time. Names in camelCase, enums as words, times in UTC.</summary>
internal static class JourneyJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static string Write(JourneyView view) => JsonSerializer.Serialize(
        new
        {
            view.Summary,
            RootFunction = view.Function(view.Summary.RootFunctionId),
            Traces = view.Traces.Select(trace => new { TraceId = trace.TraceId.ToString("n"), trace.IsShared }),
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
            Entries = JourneyStory.Tell(view).Select(entry => new
            {
                Function = view.Function(entry.Span.FunctionId),
                entry.Span.Name,
                TraceId = entry.Span.TraceId.ToString(),
                SpanId = entry.Span.SpanId.ToString(),
                entry.Span.StartNano,
                entry.Span.EndNano,
                entry.Span.Status,
                ColdStart = entry.IsCold,
                Logs = entry.Logs.Select(log => new { log.TimeNano, log.Severity, log.Body }),
            }),
            Others = view.Others.Select(other => other.JourneyId.ToString("n")),
        },
        Options);
}
