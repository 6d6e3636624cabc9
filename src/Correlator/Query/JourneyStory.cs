using Correlator.Correlation;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Facts;
using Correlator.Telemetry.Read;

namespace Correlator.Query;

/// <summary>Arranges a journey for telling: each function's turn in the order of time, with the messages that started it and those it published.</summary>
internal sealed class JourneyStory
{
    private readonly JourneyView _view;
    private readonly Dictionary<(TraceId, SpanId), Span> _spans;
    private readonly Dictionary<(TraceId, SpanId), Invocation> _invocations;
    private readonly ILookup<(TraceId, SpanId), (Message Message, Attempt Attempt)> _attempts;
    private readonly ILookup<(TraceId, SpanId), Span> _children;
    private readonly ILookup<(TraceId, SpanId), Message> _published;
    private readonly ILookup<(TraceId, SpanId), LogRecord> _logs;
    private readonly HashSet<(TraceId, SpanId)> _entries = [];
    private readonly HashSet<(TraceId, SpanId)> _told = [];

    private JourneyStory(JourneyView view)
    {
        _view = view;
        _spans = view.Spans.DistinctBy(Id).ToDictionary(Id);
        _invocations = view.Invocations.Where(invocation => !invocation.IsWord).DistinctBy(Id).ToDictionary(Id);
        _attempts = view.Messages.SelectMany(message => message.Attempts.Select(attempt => (message, attempt))).Where(pair => pair.attempt.SpanId is not null)
            .ToLookup(pair => (TraceId.FromGuid(pair.attempt.TraceId ?? Guid.Empty), SpanId.FromInt64(pair.attempt.SpanId ?? 0)));
        _children = _spans.Values.ToLookup(span => (span.TraceId, span.ParentSpanId));
        _published = view.Messages.Where(message => message.PublisherSpanId is not null)
            .ToLookup(message => (TraceId.FromGuid(message.PublisherTraceId ?? Guid.Empty), SpanId.FromInt64(message.PublisherSpanId ?? 0)));
        _logs = view.Logs.ToLookup(log => (log.TraceId, log.SpanId));
    }

    /// <summary>The entries by time, and the log records that no entry told: of spans that never arrived.</summary>
    public static (IReadOnlyList<JourneyEntry> Entries, IReadOnlyList<LogRecord> LooseLogs) Tell(JourneyView view) => new JourneyStory(view).Tell();

    private (IReadOnlyList<JourneyEntry>, IReadOnlyList<LogRecord>) Tell()
    {
        foreach (var span in _spans.Values.Where(IsEntry))
        {
            _entries.Add(Id(span));
        }

        var found = new List<JourneyEntry>();
        foreach (var span in _spans.Values.Where(span => _entries.Contains(Id(span))).OrderBy(span => span.StartNano).ThenBy(span => span.SpanId).ToArray())
        {
            found.Add(Entry(span));
        }

        // Spans that are their own ancestors are reached from no entry: the earliest of them has to begin somewhere.
        foreach (var span in _spans.Values.OrderBy(span => span.StartNano).ThenBy(span => span.SpanId).Where(span => !_told.Contains(Id(span))))
        {
            found.Add(Entry(span));
        }

        found.AddRange(_invocations.Values.Where(invocation => !_spans.ContainsKey(Id(invocation))).Select(Unseen));
        var loose = _view.Logs.Where(log => !_told.Contains((log.TraceId, log.SpanId))).ToArray();
        var ordered = found.OrderBy(entry => entry.StartNano).ThenBy(entry => entry.SpanId).ToArray();
        var firstTrace = ordered.Length > 0 ? ordered[0].TraceId : default;
        return ([.. ordered.Select(entry => entry.TraceId != firstTrace && IsCut(entry) ? Joined(entry) : entry)], loose);
    }

    /// <summary>Invocations, roots, spans whose parent never arrived, calls from another function, and spans that attempted a message.</summary>
    private bool IsEntry(Span span)
    {
        if (_invocations.ContainsKey(Id(span)) || !_spans.TryGetValue((span.TraceId, span.ParentSpanId), out var parent))
        {
            return true;
        }

        if (span.Kind is SpanKind.Server or SpanKind.Consumer && parent.FunctionId != span.FunctionId)
        {
            return true;
        }

        // The message span that a wrapper puts below the invocation's own belongs to that invocation's turn.
        return _attempts.Contains(Id(span)) && !_invocations.ContainsKey(Id(parent));
    }

    private JourneyEntry Entry(Span span)
    {
        var within = Within(span);
        var invocation = _invocations.GetValueOrDefault(Id(span));
        var deliveries = within.SelectMany(part => _attempts[Id(part)]).ToArray();
        return new JourneyEntry
        {
            FunctionId = invocation?.FunctionId ?? span.FunctionId,
            Name = span.Name,
            TraceId = span.TraceId,
            SpanId = span.SpanId,
            StartNano = span.StartNano,
            EndNano = span.EndNano,
            HasSpan = true,
            Origin = deliveries.Length > 0 ? EntryOrigin.Message
                : span.ParentSpanId.IsZero ? EntryOrigin.Root
                : _spans.ContainsKey((span.TraceId, span.ParentSpanId)) ? EntryOrigin.Call
                : EntryOrigin.Orphan,
            Outcome = invocation?.Outcome is { } outcome and not InvocationOutcome.Ok ? outcome
                : span.Status == SpanStatus.Error ? InvocationOutcome.Error
                : InvocationOutcome.Ok,
            Error = span.Status == SpanStatus.Error ? ErrorOf(span) : invocation?.ErrorSignature ?? "",
            IsCold = invocation?.IsCold ?? IsCold(span),
            InitMicros = invocation?.InitMicros ?? 0,
            BilledMicros = invocation?.BilledMicros ?? 0,
            MemoryBytes = invocation?.MemoryBytes ?? 0,
            MemoryUsedBytes = invocation?.MemoryUsedBytes ?? 0,
            Deliveries = deliveries,
            Published = [.. within.SelectMany(part => _published[Id(part)]).OrderBy(message => message.PublishedAt)],
            Logs = [.. within.SelectMany(part => _logs[Id(part)]).OrderBy(log => log.TimeNano)],
        };
    }

    /// <summary>An invocation that only its platform tells of. Records of its trace that name no span are most likely its own.</summary>
    private JourneyEntry Unseen(Invocation invocation)
    {
        var logs = _logs[(TraceId.FromGuid(invocation.TraceId), default)].Concat(_logs[Id(invocation)]).OrderBy(log => log.TimeNano).ToArray();
        _told.Add((TraceId.FromGuid(invocation.TraceId), default));
        _told.Add(Id(invocation));
        return new JourneyEntry
        {
            FunctionId = invocation.FunctionId,
            Name = "(no span)",
            TraceId = TraceId.FromGuid(invocation.TraceId),
            SpanId = SpanId.FromInt64(invocation.SpanId),
            StartNano = Storage.UnixTime.ToNano(invocation.StartedAt),
            EndNano = Storage.UnixTime.ToNano(invocation.EndedAt),
            HasSpan = false,
            Origin = EntryOrigin.Root,
            Outcome = invocation.Outcome,
            Error = invocation.ErrorSignature,
            IsCold = invocation.IsCold,
            InitMicros = invocation.InitMicros,
            BilledMicros = invocation.BilledMicros,
            MemoryBytes = invocation.MemoryBytes,
            MemoryUsedBytes = invocation.MemoryUsedBytes,
            Logs = logs,
        };
    }

    /// <summary>Begins a trace, and nothing leads to it: at most a message whose publisher is not known, because no trace context came with it.</summary>
    private bool IsCut(JourneyEntry entry) => entry.Origin switch
    {
        EntryOrigin.Root => true,
        EntryOrigin.Message => _spans[(entry.TraceId, entry.SpanId)].ParentSpanId.IsZero
            && entry.Deliveries.All(delivery => delivery.Message.PublisherSpanId is null),
        _ => false,
    };

    /// <summary>What joins its trace to the others?</summary>
    private JourneyEntry Joined(JourneyEntry entry)
    {
        if (_spans.TryGetValue((entry.TraceId, entry.SpanId), out var span) && span.Links.Count > 0)
        {
            return entry.Origin == EntryOrigin.Root ? entry with { Origin = EntryOrigin.Link } : entry;
        }

        var trace = entry.TraceId.ToGuid();
        var shared = _view.Keys.FirstOrDefault(key => key.TraceId == trace && key.Joins && _view.Keys.Any(other => IsSame(key, other)));
        var origin = entry.Origin == EntryOrigin.Root ? EntryOrigin.Key : entry.Origin;
        return shared is null ? entry : entry with { Origin = origin, JoinedBy = $"{shared.Name} {shared.Value}" };

        bool IsSame(JourneyKey key, JourneyKey other) => other.TraceId != trace && other.Name == key.Name && other.Value == key.Value;
    }

    /// <summary>The entry and all below it that was not told yet, as far as the next entry.</summary>
    private List<Span> Within(Span entry)
    {
        var within = new List<Span> { entry };
        _told.Add(Id(entry));
        for (var index = 0; index < within.Count; index++)
        {
            within.AddRange(_children[Id(within[index])].Where(child => !_entries.Contains(Id(child)) && _told.Add(Id(child))));
        }

        return within;
    }

    private static string ErrorOf(Span span)
    {
        var thrown = span.Events.SelectMany(spanEvent => spanEvent.Attributes).ToLookup(attribute => attribute.Key, attribute => attribute.ToString());
        var type = thrown["exception.type"].FirstOrDefault() ?? "";
        var message = span.StatusMessage.Length > 0 ? span.StatusMessage : thrown["exception.message"].FirstOrDefault() ?? "";
        return (type, message) switch { ("", "") => "error", ("", _) => message, (_, "") => type, _ => $"{type}: {message}" };
    }

    private static bool IsCold(Span span) => span.Attributes.Any(attribute => attribute is { Key: "faas.coldstart", Kind: AttributeKind.Bool, Value: true });

    private static (TraceId, SpanId) Id(Span span) => (span.TraceId, span.SpanId);

    private static (TraceId, SpanId) Id(Invocation invocation) => (TraceId.FromGuid(invocation.TraceId), SpanId.FromInt64(invocation.SpanId));
}
