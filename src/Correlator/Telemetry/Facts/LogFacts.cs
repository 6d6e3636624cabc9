using System.Security.Cryptography;
using System.Text.Json;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Conventions;

namespace Correlator.Telemetry.Facts;

/// <summary>Correlation keys of log records, from attributes and JSON bodies, and what platform lines tell of invocations that died before they could export.</summary>
internal sealed class LogFacts(BatchContext context)
{
    private const int MaxBodyBytes = 64 * 1024;
    private readonly TelemetryBatch _batch = context.Batch;

    public void Extract(in LogRow log)
    {
        ReadOnlyMemory<byte> invocationId = default;
        foreach (ref readonly var attribute in _batch.Attributes.Slice(log.Attributes))
        {
            if (attribute.Kind == AttributeKind.String)
            {
                var key = _batch.Keys[attribute.Key];
                Take(log, key.Known, _batch.Utf8(key.Text), _batch.Utf8Memory(attribute.Text), ref invocationId);
            }
        }

        var body = _batch.Utf8(log.Body.Text);
        if (body.Length is > 1 and <= MaxBodyBytes && body[0] == (byte)'{' && log.Body.Kind is AttributeKind.String or AttributeKind.Json)
        {
            ReadJsonBody(log, body, ref invocationId);
        }
        else if (body.Length is > 0 and <= MaxBodyBytes && !invocationId.IsEmpty)
        {
            ReadPlatformLine(log, body, invocationId);
        }
    }

    private void Take(in LogRow log, KnownKey known, ReadOnlySpan<byte> key, ReadOnlyMemory<byte> value, ref ReadOnlyMemory<byte> invocationId)
    {
        switch (known)
        {
            case KnownKey.CorrelationId:
                context.AddKey(log.TraceId, CorrelationKeys.Correlation, value, KeyScope.Joins, log.TimeNano);
                break;
            case KnownKey.BusinessKey:
                context.AddKey(log.TraceId, CorrelationKeys.BusinessName(key), value, KeyScope.Finds, log.TimeNano);
                break;
            case KnownKey.InvocationId:
                invocationId = value;
                break;
        }
    }

    private void ReadJsonBody(in LogRow log, ReadOnlySpan<byte> body, ref ReadOnlyMemory<byte> invocationId)
    {
        try
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
                    Take(log, known, name, JsonText.Unescape(ref reader), ref invocationId);
                }
            }
        }
        catch (JsonException)
        {
            // A body that only looks like JSON is text; it is stored as it is and holds no keys.
        }
    }

    /// <summary>A Lambda's platform lines are the only word of an invocation that was killed: its span is never exported.</summary>
    private void ReadPlatformLine(in LogRow log, ReadOnlySpan<byte> body, ReadOnlyMemory<byte> invocationId)
    {
        var isReport = body.StartsWith("REPORT RequestId:"u8);
        InvocationOutcome outcome;
        if (body.IndexOf("Task timed out after "u8) >= 0 || (isReport && body.IndexOf("Status: timeout"u8) >= 0))
        {
            outcome = InvocationOutcome.Timeout;
        }
        else if (body.IndexOf("Runtime.OutOfMemory"u8) >= 0 || body.IndexOf("signal: killed"u8) >= 0)
        {
            outcome = InvocationOutcome.OutOfMemory;
        }
        else
        {
            return;
        }

        // The id must be the same for every line about this invocation, so that they are one fact: it is made from the invocation id.
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(invocationId.Span, digest);
        var identity = context.Identity(log.Resource);
        var traceId = log.TraceId.IsZero ? TraceId.Read(digest) : log.TraceId;
        context.AddKey(traceId, CorrelationKeys.Invocation, invocationId, KeyScope.Invocation, log.TimeNano);
        context.Facts.Invocations.Add(new InvocationFact
        {
            TraceId = traceId,
            SpanId = Telemetry.SpanId.Read(digest[16..]),
            ParentSpanId = log.SpanId,
            Function = identity.Function,
            Version = identity.VersionUtf8,
            Instance = identity.InstanceUtf8,
            InvocationId = invocationId,
            Trigger = "",
            StartNano = log.TimeNano,
            EndNano = log.TimeNano,
            Outcome = outcome,
            ColdStart = ColdStart.Unsaid,
            ErrorSignature = outcome == InvocationOutcome.Timeout ? "timeout: killed by the platform" : "out of memory: killed by the platform",
        });
    }
}
