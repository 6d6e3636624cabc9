using System.Text;
using Correlator.Correlation;
using Correlator.Telemetry;
using Correlator.Telemetry.Facts;

namespace Correlator.Tests.Correlation.Support;

/// <summary>
/// Facts told as a story: traces and messages by name, times in milliseconds from <see cref="Start"/>. Trace "A" has a smaller id than "B".
/// </summary>
internal sealed class Scenario
{
    public static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    public const int DeadLetterQueue = 900;
    private readonly Dictionary<(string Trace, string Message), long> _publishes = [];
    private readonly Dictionary<string, int> _queues = [];
    private readonly Dictionary<string, int> _functions = [];
    private long _spans;

    public List<Invocation> Invocations { get; } = [];
    public List<Sighting> Sightings { get; } = [];
    public List<TraceLink> Links { get; } = [];
    public List<JoinKey> Keys { get; } = [];

    public JourneyFacts Facts => new()
    {
        Invocations = Invocations,
        Sightings = Sightings,
        Links = Links,
        Keys = Keys,
        DeadLetterQueues = new HashSet<int> { DeadLetterQueue },
    };

    public static DateTime At(double milliseconds) => Start.AddMilliseconds(milliseconds);

    public static Guid Trace(string name) => new($"{Convert.ToHexString(Encoding.ASCII.GetBytes(name.PadRight(16, '.')))}");

    /// <summary>What the resolver makes of it, an hour later unless told.</summary>
    public IReadOnlyList<Journey> Resolve(double now = 3_600_000) => JourneyResolver.Resolve(Facts, new JourneyRules(), At(now));

    public Journey SingleJourney() => Resolve().ShouldHaveSingleItem();

    public Message SingleMessage() => SingleJourney().Messages.ShouldHaveSingleItem();

    public Scenario Invoke(
        string trace,
        double at = 0,
        double ms = 10,
        string function = "api",
        InvocationOutcome outcome = InvocationOutcome.Ok,
        int received = 0,
        long? span = null)
    {
        Invocations.Add(new Invocation
        {
            TraceId = Trace(trace),
            SpanId = span ?? ++_spans,
            FunctionId = Function(function),
            StartedAt = At(at),
            DurationMicros = (long)(ms * 1000),
            Outcome = outcome,
            BatchSize = received,
        });
        return this;
    }

    public Scenario Publish(string trace, string message, double at = 0, string queue = "orders", bool failed = false, string? id = null)
    {
        var span = ++_spans;
        _publishes.TryAdd((trace, message), span);
        return Sight(SightingKind.Publish, trace, span, id ?? message, queue, at, 1, "api", (Trace(trace), span), failed: failed);
    }

    /// <param name="from">The trace whose context the message carried; its publish when there was one.</param>
    /// <param name="entry">The processing span is an invocation too.</param>
    public Scenario Process(
        string trace,
        string message,
        double at,
        double ms = 10,
        string queue = "orders",
        string function = "worker",
        string? from = null,
        bool failed = false,
        int told = 0,
        string? id = null,
        double? enqueuedAt = null,
        bool entry = true)
    {
        var span = ++_spans;
        if (entry)
        {
            Invoke(trace, at, ms, function, failed ? InvocationOutcome.Error : InvocationOutcome.Ok, received: 1, span: span);
        }

        return Sight(SightingKind.Process, trace, span, id ?? message, queue, at, ms, function, Context(from, message), failed, told, enqueuedAt);
    }

    public Scenario Receive(
        string trace,
        string message,
        double at,
        double ms = 1,
        string queue = "orders",
        string function = "worker",
        string? from = null,
        string? id = null) =>
        Sight(SightingKind.Receive, trace, ++_spans, id ?? message, queue, at, ms, function, Context(from, message));

    /// <summary>Who received it last.</summary>
    public Scenario InGroup(string group)
    {
        Sightings[^1] = Sightings[^1] with { ConsumerGroup = group };
        return this;
    }

    public Scenario Settle(string trace, string message, double at, string queue = "orders", bool failed = false) =>
        Sight(SightingKind.Settle, trace, ++_spans, message, queue, at, 1, "worker", default, failed);

    public Scenario DeadLetter(string trace, string message, double at, string queue = "orders") =>
        Sight(SightingKind.DeadLetter, trace, ++_spans, message, queue, at, 1, "worker", default);

    public Scenario ReceiveFromDeadLetters(string trace, string message, double at, string? from = null) =>
        Receive(trace, message, at, queue: "dead", function: "undertaker", from: from);

    /// <summary>One span that processes several messages, each with the trace whose context it carried, or none.</summary>
    public Scenario ProcessBatch(string trace, double at, params (string Message, string? From)[] messages)
    {
        var span = ++_spans;
        Invoke(trace, at, 10, "batcher", received: messages.Length, span: span);
        for (var index = 0; index < messages.Length; index++)
        {
            var (message, from) = messages[index];
            var context = Context(from, message);
            Sight(SightingKind.Process, trace, span, message, "orders", at, 10, "batcher", context, inBatch: messages.Length > 1, ordinal: index);
        }

        return this;
    }

    public Scenario Link(string trace, string to, bool inBatch = false, double at = 0)
    {
        Links.Add(new TraceLink(Trace(trace), Trace(to), inBatch, At(at)));
        return this;
    }

    public Scenario Key(string value, params string[] traces)
    {
        Keys.AddRange(traces.Select(trace => new JoinKey(KeyHash(value), Trace(trace), Start)));
        return this;
    }

    public static Guid KeyHash(string value) => MessageKeys.ById(new QueueIdentity("key", ""), Encoding.UTF8.GetBytes(value));

    private Scenario Sight(
        SightingKind kind,
        string trace,
        long span,
        string id,
        string queue,
        double at,
        double ms,
        string function,
        (Guid Trace, long Span) context,
        bool failed = false,
        int told = 0,
        double? enqueuedAt = null,
        bool inBatch = false,
        int ordinal = 0)
    {
        Sightings.Add(new Sighting
        {
            TraceId = Trace(trace),
            SpanId = span,
            MessageKey = id.Length > 0 ? MessageKeys.ById(new QueueIdentity("broker", queue), Encoding.UTF8.GetBytes(id))
                : context.Span != 0 ? MessageKeys.ByContext(TraceId.FromGuid(context.Trace), SpanId.FromInt64(context.Span)) : Guid.Empty,
            ContextTraceId = context.Trace,
            ContextSpanId = context.Span,
            QueueId = queue == "dead" ? DeadLetterQueue : Id(_queues, queue),
            FunctionId = Function(function),
            Kind = kind,
            Ordinal = (short)ordinal,
            DeliveryCount = told,
            At = At(at),
            DurationMicros = (long)(ms * 1000),
            EnqueuedAt = enqueuedAt is { } enqueued ? At(enqueued) : null,
            Failed = failed,
            InBatch = inBatch,
            MessageId = id,
            ErrorSignature = failed ? "boom" : "",
        });
        return this;
    }

    private (Guid, long) Context(string? from, string message) =>
        from is null ? default : (Trace(from), _publishes.TryGetValue((from, message), out var span) ? span : 0x7777);

    private int Function(string name) => Id(_functions, name);

    private static int Id(Dictionary<string, int> ids, string name) => ids.TryGetValue(name, out var id) ? id : ids[name] = ids.Count + 1;
}
