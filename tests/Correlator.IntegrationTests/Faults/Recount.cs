using System.Globalization;
using Correlator.Telemetry;
using Correlator.Telemetry.Read;

namespace Correlator.IntegrationTests.Faults;

/// <summary>
/// What should have been derived from the stored spans of a shop, counted anew and in another way: one line per number.
/// <see cref="Derived"/> reads the same lines from the tables of results.
/// </summary>
internal sealed class Recount
{
    private readonly IReadOnlyList<Span> _spans;
    private readonly Span[] _entries;
    private readonly Span[] _messaging;

    public Recount(IReadOnlyList<Span> spans)
    {
        _spans = spans;
        _entries = [.. spans.Where(span => span.Kind is SpanKind.Server or SpanKind.Consumer)];
        _messaging = [.. spans.Where(span => span.Kind is SpanKind.Producer or SpanKind.Consumer)];
    }

    public IEnumerable<string> Lines() => [.. Functions(), .. Queues(), .. Messages(), .. Journeys()];

    /// <summary>Of the queue that is retried: messages attempted, all their attempts, and the most of one message.</summary>
    public (long Messages, long Attempts, long Most) Retries()
    {
        var attempts = Attempts(_messaging).GroupBy(RawShop.MessageId).Select(message => message.LongCount()).ToArray();
        return (attempts.LongLength, attempts.Sum(), attempts.DefaultIfEmpty().Max());
    }

    public long Buried() => _messaging.Where(IsBurial).Select(RawShop.MessageId).Distinct().LongCount();

    private IEnumerable<string> Functions()
    {
        var firsts = _entries
            .GroupBy(span => (RawShop.Function(span), RawShop.Instance(span)))
            .Select(instance => instance.MinBy(span => (span.StartNano, span.TraceId, span.SpanId)))
            .ToHashSet();
        return from span in _entries
               group span by (Name: RawShop.Function(span), Minute: RawShop.Minute(span)) into minute
               let micros = minute.Sum(span => (span.EndNano - span.StartNano) / 1000)
               let coldStarts = minute.Count(firsts.Contains)
               let all = minute.Count()
               select Line("function", minute.Key.Name, minute.Key.Minute, all, minute.Count(IsFailed), coldStarts, micros, all);
    }

    private IEnumerable<string> Queues() =>
        from span in _messaging
        group span by (Name: RawShop.Destination(span), Minute: RawShop.Minute(span)) into minute
        let published = minute.Count(span => span.Kind == SpanKind.Producer)
        let processed = minute.Count(span => span.Kind == SpanKind.Consumer)
        let failed = minute.Count(span => span.Kind == SpanKind.Consumer && IsFailed(span))
        select Line("queue", minute.Key.Name, minute.Key.Minute, published, processed, failed);

    private IEnumerable<string> Messages() =>
        from span in _messaging
        group span by RawShop.MessageId(span) into message
        let attempts = Attempts(message).OrderBy(span => span.StartNano).ToArray()
        let state = message.Any(IsBurial) ? 3 : attempts.Any(span => !IsFailed(span)) ? 2 : attempts.Length > 0 ? 5 : 1
        select Line("message", message.Key, state, string.Concat(attempts.Select(span => IsFailed(span) ? "x" : ".")));

    /// <summary>Traces that share a correlation id, a message or a link, however many steps apart.</summary>
    private IEnumerable<string> Journeys()
    {
        var parent = new Dictionary<string, string>();
        foreach (var span in _spans)
        {
            string[] joins = [RawShop.CorrelationId(span), RawShop.MessageId(span), .. span.Links.Select(link => link.TraceId.ToString())];
            Find(span.TraceId.ToString());
            foreach (var join in joins.Where(join => join.Length > 0))
            {
                parent[Find(join)] = Find(span.TraceId.ToString());
            }
        }

        return from span in _spans
               group span by Find(span.TraceId.ToString()) into journey
               let entries = journey.Count(span => span.Kind is SpanKind.Server or SpanKind.Consumer)
               let messages = journey.Where(span => span.Kind is SpanKind.Producer or SpanKind.Consumer).Select(RawShop.MessageId).Distinct().Count()
               let traces = journey.Select(span => span.TraceId).Distinct().Count()
               select Line("journey", journey.Min(span => span.TraceId), traces, entries, messages, Attempts(journey).Count());

        string Find(string node)
        {
            while (parent.TryGetValue(node, out var up) && up != node)
            {
                node = up;
            }

            parent.TryAdd(node, node);
            return node;
        }
    }

    private static IEnumerable<Span> Attempts(IEnumerable<Span> spans) =>
        spans.Where(span => span.Kind == SpanKind.Consumer && RawShop.Destination(span) == ShopOrder.Queue);

    private static bool IsBurial(Span span) => span.Kind == SpanKind.Consumer && RawShop.Destination(span) == ShopOrder.DeadLetterQueue;

    private static bool IsFailed(Span span) => span.Status == SpanStatus.Error;

    private static string Line(params object[] parts) => string.Join(' ', parts.Select(part => part switch
    {
        DateTime time => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        _ => Convert.ToString(part, CultureInfo.InvariantCulture),
    }));
}
