using Correlator.Telemetry;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Read;

namespace Correlator.Query;

/// <summary>Arranges a journey for telling: entries in the order of time, each with the message that started it and those it published.</summary>
internal static class JourneyStory
{
    public static IReadOnlyList<JourneyEntry> Tell(JourneyView view)
    {
        var attempts = view.Messages.SelectMany(message => message.Attempts.Select(attempt => (message, attempt))).Where(pair => pair.attempt.SpanId is not null)
            .ToLookup(pair => (pair.attempt.TraceId, pair.attempt.SpanId));
        var children = view.Spans.ToLookup(span => (span.TraceId, span.ParentSpanId));
        var bySpan = view.Logs.ToLookup(log => (log.TraceId, log.SpanId));
        var entries = view.Spans.Where(span => IsEntry(span, view, attempts.Contains((span.TraceId.ToGuid(), span.SpanId.ToInt64())))).ToArray();
        var entryIds = entries.Select(span => (span.TraceId, span.SpanId)).ToHashSet();
        return [.. entries.Select(entry =>
        {
            var within = Within(entry, children, entryIds);
            var (message, attempt) = attempts[(entry.TraceId.ToGuid(), entry.SpanId.ToInt64())].FirstOrDefault();
            var ids = within.Select(span => (span.TraceId, span.SpanId)).ToHashSet();
            return new JourneyEntry(
                entry,
                message,
                attempt,
                IsCold(entry),
                [.. view.Messages.Where(published => published.PublisherSpanId is { } span && ids.Contains((TraceId.FromGuid(published.PublisherTraceId ?? Guid.Empty), SpanId.FromInt64(span))))],
                [.. within.SelectMany(span => bySpan[(span.TraceId, span.SpanId)]).OrderBy(log => log.TimeNano)]);
        }).OrderBy(entry => entry.Span.StartNano)];
    }

    /// <summary>Roots, SERVER spans of another function than their parent's, and spans that attempted a message.</summary>
    private static bool IsEntry(Span span, JourneyView view, bool isAttempt) =>
        isAttempt || span.ParentSpanId.IsZero
        || (span.Kind is SpanKind.Server or SpanKind.Consumer && !view.Spans.Any(other => other.TraceId == span.TraceId && other.SpanId == span.ParentSpanId && other.FunctionId == span.FunctionId))
        || !view.Spans.Any(other => other.TraceId == span.TraceId && other.SpanId == span.ParentSpanId);

    /// <summary>The entry and all below it, as far as the next function.</summary>
    private static List<Span> Within(Span entry, ILookup<(TraceId, SpanId), Span> children, HashSet<(TraceId, SpanId)> entries)
    {
        var within = new List<Span> { entry };
        for (var index = 0; index < within.Count; index++)
        {
            var seen = within[index];
            within.AddRange(children[(seen.TraceId, seen.SpanId)].Where(child => child.SpanId != entry.SpanId && !entries.Contains((child.TraceId, child.SpanId)) && !within.Contains(child)));
        }

        return within;
    }

    private static bool IsCold(Span span) => span.Attributes.Any(attribute => attribute is { Key: "faas.coldstart", Kind: AttributeKind.Bool, Value: true });
}
