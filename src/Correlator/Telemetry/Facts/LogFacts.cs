using System.Text.Json;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Conventions;

namespace Correlator.Telemetry.Facts;

/// <summary>
/// Correlation keys of log records, from attributes and JSON bodies, and what platform lines tell of invocations that died before they could export.
/// </summary>
internal sealed class LogFacts(BatchContext context)
{
    private const int MaxBodyBytes = 64 * 1024;
    private readonly TelemetryBatch _batch = context.Batch;

    public void Extract(in LogRow log)
    {
        var found = new LogIds { TraceId = log.TraceId };
        FindTrace(log, ref found);
        foreach (ref readonly var attribute in _batch.Attributes.Slice(log.Attributes))
        {
            if (attribute.Kind == AttributeKind.String)
            {
                var key = _batch.Keys[attribute.Key];
                Take(log, key.Known, _batch.Utf8(key.Text), _batch.Utf8Memory(attribute.Text), ref found);
            }
        }

        var body = _batch.Utf8(log.Body.Text);
        if (body.Length is < 2 or > MaxBodyBytes || log.Body.Kind is not (AttributeKind.String or AttributeKind.Json))
        {
            return;
        }

        try
        {
            if (body[0] == (byte)'{')
            {
                ReadJsonBody(log, body, ref found);
                AddReport(log, PlatformReport.OfJson(body), found);
            }
            else
            {
                AddReport(log, PlatformReport.MayBe(body) ? PlatformReport.OfText(body) : default, found);
            }
        }
        catch (JsonException)
        {
            // A body that only looks like JSON is text; it is stored as it is and holds no more keys.
        }
    }

    /// <summary>A record without trace context may name its trace in a field, and keys found before that field belong to it too.</summary>
    private void FindTrace(in LogRow log, ref LogIds found)
    {
        if (!found.TraceId.IsZero)
        {
            return;
        }

        foreach (ref readonly var attribute in _batch.Attributes.Slice(log.Attributes))
        {
            if (attribute.Kind == AttributeKind.String
                && _batch.Keys[attribute.Key].Known == KnownKey.TraceReference
                && TraceReferences.TryParse(_batch.Utf8(attribute.Text), out var id))
            {
                found.TraceId = id;
                return;
            }
        }

        var body = _batch.Utf8(log.Body.Text);
        var isObject = body.Length is > 2 and <= MaxBodyBytes && body[0] == (byte)'{';
        if (isObject && (body.IndexOf("xray_trace_id"u8) is >= 0 and var at || (at = body.IndexOf("logging.googleapis.com/trace"u8)) >= 0))
        {
            var value = body[at..];
            value = value[(value.IndexOf((byte)'"') + 1)..];
            value = value[(value.IndexOf((byte)'"') + 1)..];
            if (value.IndexOf((byte)'"') is > 0 and var end && TraceReferences.TryParse(value[..end], out var id))
            {
                found.TraceId = id;
            }
        }
    }

    private void Take(in LogRow log, KnownKey known, ReadOnlySpan<byte> key, ReadOnlyMemory<byte> value, ref LogIds found)
    {
        switch (known)
        {
            case KnownKey.CorrelationId:
                context.AddKey(found.TraceId, CorrelationKeys.Correlation, value, KeyScope.Joins, log.TimeNano);
                break;
            case KnownKey.BusinessKey:
                context.AddKey(found.TraceId, CorrelationKeys.BusinessName(key), value, KeyScope.Finds, log.TimeNano);
                break;
            case KnownKey.InvocationId:
                found.InvocationId = value;
                break;
        }
    }

    private void ReadJsonBody(in LogRow log, ReadOnlySpan<byte> body, ref LogIds found)
    {
        // One level, and one nested: where loggers put their context.
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 16 });
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth > 2 || reader.ValueIsEscaped)
            {
                continue;
            }

            var name = reader.ValueSpan;
            var known = KnownKeys.Classify(name);
            reader.Read();
            if (known != KnownKey.None && reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
            {
                Take(log, known, name, JsonText.Unescape(ref reader), ref found);
            }
        }
    }

    /// <summary>
    /// A Lambda's platform lines are the only word of an invocation that was killed (its span is never exported) or that nobody instrumented, and the best one
    /// of an init, of what is billed and of memory. Which lines are about one invocation, and whether its span came, is correlation's to find out.
    /// </summary>
    private void AddReport(in LogRow log, in PlatformReport report, in LogIds found)
    {
        if (report.IsInit)
        {
            AddInit(log, report);
            return;
        }

        var invocationId = IdentityText.Bound(found.InvocationId.IsEmpty ? report.RequestId : found.InvocationId);
        if (report.Outcome is not { } outcome || invocationId.IsEmpty)
        {
            return;
        }

        var identity = context.Identity(log.Resource);

        // A start and an end within one millisecond are two facts.
        var ids = PlatformIds.Of(invocationId.Span, outcome == InvocationOutcome.Unknown ? -log.TimeNano : log.TimeNano);
        var fact = new InvocationFact
        {
            TraceId = !found.TraceId.IsZero ? found.TraceId : !report.TraceId.IsZero ? report.TraceId : ids.TraceId,
            SpanId = ids.SpanId,
            ParentSpanId = log.SpanId,
            Function = identity.Function,
            Version = identity.VersionUtf8,
            Instance = identity.InstanceUtf8,
            InvocationId = invocationId,
            Trigger = Invocation.ReportTrigger,
            IsReport = true,
            StartNano = Math.Max(0, log.TimeNano - report.DurationNano),
            EndNano = log.TimeNano,
            Outcome = outcome,
            ColdStart = report.InitNano > 0 ? ColdStart.InitEvent : ColdStart.Unsaid,
            InitNano = report.InitNano,
            BilledNano = report.BilledNano,
            MemoryBytes = report.MemoryBytes,
            MemoryUsedBytes = report.MemoryUsedBytes,
            ErrorSignature = outcome switch
            {
                InvocationOutcome.Ok or InvocationOutcome.Unknown => "",
                InvocationOutcome.Timeout => "timeout: killed by the platform",
                InvocationOutcome.OutOfMemory => "out of memory: killed by the platform",
                _ => report.ErrorType.Length > 0 ? IdentityText.Bound(report.ErrorType) : "failed, as the platform tells",
            },
        };
        context.AddKey(fact.TraceId, CorrelationKeys.Invocation, invocationId, KeyScope.Invocation, log.TimeNano);
        context.Facts.Invocations.Add(fact);
    }

    private void AddInit(in LogRow log, in PlatformReport report)
    {
        var identity = context.Identity(log.Resource);
        var ids = PlatformIds.Of(identity.InstanceUtf8.Span, log.TimeNano);
        context.Facts.Invocations.Add(new InvocationFact
        {
            TraceId = ids.TraceId,
            SpanId = ids.SpanId,
            Function = identity.Function,
            Version = identity.VersionUtf8,
            Instance = identity.InstanceUtf8,
            Trigger = Invocation.InitTrigger,
            StartNano = Math.Max(0, log.TimeNano - report.DurationNano),
            EndNano = log.TimeNano,
            ColdStart = ColdStart.InitEvent,
            InitNano = report.InitNano,
            ErrorSignature = "",
        });
    }

    private struct LogIds
    {
        public TraceId TraceId;
        public ReadOnlyMemory<byte> InvocationId;
    }
}
