using Correlator.Correlation;
using Correlator.Query;
using Correlator.Storage;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Facts;
using Correlator.Telemetry.Read;

namespace Correlator.Tests.Query;

/// <summary>A journey as a test tells it. Times are milliseconds after noon; traces, spans, functions and queues are numbers.</summary>
internal sealed class JourneyViewBuilder
{
    public static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly Resource Resource = new([], "", "", "", []);
    private readonly List<Span> _spans = [];
    private readonly List<LogRecord> _logs = [];
    private readonly List<Message> _messages = [];
    private readonly List<Invocation> _invocations = [];
    private readonly List<JourneyKey> _keys = [];

    public JourneyStatus Status { get; init; } = JourneyStatus.Completed;

    public IReadOnlyList<JourneySummary> Others { get; init; } = [];

    public int TracesLeftOut { get; init; }

    public static Guid Trace(int number) => new TraceId(0, (ulong)number).ToGuid();

    public JourneyViewBuilder Span(
        int trace,
        int span,
        int function,
        string name,
        double at,
        double lasts,
        int parent = 0,
        SpanKind kind = SpanKind.Internal,
        string error = "",
        string exception = "",
        int linkTo = 0)
    {
        _spans.Add(new Span
        {
            TraceId = new TraceId(0, (ulong)trace),
            SpanId = new SpanId((ulong)span),
            ParentSpanId = new SpanId((ulong)parent),
            FunctionId = function,
            Name = name,
            Kind = kind,
            StartNano = Nano(at),
            EndNano = Nano(at + lasts),
            Status = error.Length > 0 || exception.Length > 0 ? SpanStatus.Error : SpanStatus.Ok,
            StatusMessage = error,
            Events = exception.Length > 0
                ? [new SpanEvent(Nano(at), "exception", [new AttributeValue("exception.type", AttributeKind.String, exception)])]
                : [],
            Links = linkTo > 0 ? [new SpanLink(new TraceId(0, (ulong)linkTo), new SpanId(1), 0, "", [])] : [],
            Resource = Resource,
        });
        return this;
    }

    public JourneyViewBuilder Invocation(
        int trace,
        int span,
        int function,
        double at,
        double lasts,
        InvocationOutcome outcome = InvocationOutcome.Ok,
        string error = "",
        bool cold = false,
        double init = 0,
        double billed = 0)
    {
        _invocations.Add(new Invocation
        {
            TraceId = Trace(trace),
            SpanId = span,
            FunctionId = function,
            StartedAt = At(at),
            DurationMicros = (long)(lasts * 1000),
            Outcome = outcome,
            ErrorSignature = error,
            ColdStart = cold ? ColdStart.Explicit : ColdStart.No,
            InitMicros = (long)(init * 1000),
            BilledMicros = (long)(billed * 1000),
            MemoryBytes = billed > 0 ? 128 << 20 : 0,
            MemoryUsedBytes = billed > 0 ? 66 << 20 : 0,
        });
        return this;
    }

    public JourneyViewBuilder Log(int trace, int span, double at, string body, byte severity = 9)
    {
        _logs.Add(new LogRecord
        {
            TraceId = new TraceId(0, (ulong)trace),
            SpanId = new SpanId((ulong)span),
            TimeNano = Nano(at),
            Body = body,
            Severity = severity,
            Resource = Resource,
        });
        return this;
    }

    public JourneyViewBuilder Key(int trace, string name, string value, bool joins = true)
    {
        _keys.Add(new JourneyKey(Trace(trace), name, value, joins));
        return this;
    }

    public JourneyViewBuilder Message(
        string id,
        int queue,
        MessageState state,
        double? published,
        (int Trace, int Span)? publisher,
        double? ended = null,
        int? deadLetters = null,
        params Attempt[] attempts)
    {
        _messages.Add(new Message
        {
            MessageKey = Guid.NewGuid(),
            QueueId = queue,
            MessageId = id,
            State = state,
            PublishedAt = published is { } at ? At(at) : null,
            PublisherTraceId = publisher is { } from ? Trace(from.Trace) : null,
            PublisherSpanId = publisher?.Span,
            PublisherFunctionId = publisher is null ? null : 1,
            Attempts = attempts,
            EndedAt = ended is { } end ? At(end) : null,
            DeadLetterQueueId = deadLetters,
        });
        return this;
    }

    public static Attempt Attempt(
        int number,
        int queue,
        int function,
        int trace,
        int span,
        double at,
        double? dwell,
        InvocationOutcome outcome = InvocationOutcome.Ok,
        string error = "",
        double skew = 0) => new()
        {
            Number = number,
            QueueId = queue,
            FunctionId = function,
            TraceId = Trace(trace),
            SpanId = span,
            StartedAt = At(at),
            EndedAt = At(at + 10),
            DwellMicros = dwell is { } waited ? (long)(waited * 1000) : null,
            SkewMicros = (long)(skew * 1000),
            Outcome = outcome,
            ErrorSignature = error,
        };

    public static Attempt Unseen(int number, int queue, double at) => new()
    {
        Number = number,
        QueueId = queue,
        StartedAt = At(at),
        EndedAt = At(at),
        Outcome = InvocationOutcome.Unknown,
        ErrorSignature = "left no span",
    };

    public JourneyView Build()
    {
        var attempts = _messages.Sum(message => message.Attempts.Count);
        return new JourneyView
        {
            Summary = new JourneySummary
            {
                JourneyId = Trace(1),
                StartedOn = DateOnly.FromDateTime(Noon),
                Status = Status,
                StartedAt = Noon,
                EndedAt = At(1500),
                Traces = _spans.Select(span => span.TraceId).Distinct().Count(),
                Invocations = _invocations.Count,
                Messages = _messages.Count,
                Attempts = attempts,
                Errors = _invocations.Count(invocation => invocation.Outcome != InvocationOutcome.Ok),
                ColdStarts = _invocations.Count(invocation => invocation.IsCold),
                RootFunctionId = 1,
            },
            Traces = [.. _spans.Select(span => span.TraceId).Distinct().Select(trace => new JourneyTrace(trace.ToGuid(), IsShared: false))],
            Messages = _messages,
            Spans = _spans,
            Logs = _logs,
            Invocations = _invocations,
            Keys = _keys,
            FunctionNames = new Dictionary<int, string> { [1] = "shop", [2] = "bill", [3] = "ship" },
            QueueNames = new Dictionary<int, string> { [1] = "orders", [2] = "orders-dlq", [3] = "mails" },
            Others = Others,
            TracesLeftOut = TracesLeftOut,
        };
    }

    public string Print() => new JourneyPrinter(Build(), Noon.AddMinutes(20), colours: false).Print().ReplaceLineEndings("\n");

    private static DateTime At(double milliseconds) => Noon.AddMicroseconds(milliseconds * 1000);

    private static long Nano(double milliseconds) => UnixTime.ToNano(At(milliseconds));
}
