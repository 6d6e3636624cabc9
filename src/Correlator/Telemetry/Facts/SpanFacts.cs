using System.Text;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Conventions;

namespace Correlator.Telemetry.Facts;

/// <summary>Invocation, message, link and key facts of spans.</summary>
internal sealed class SpanFacts(BatchContext context)
{
    private readonly TelemetryBatch _batch = context.Batch;
    private readonly MessageFacts _messages = new(context);

    public void Extract(in SpanRow span)
    {
        var identity = context.Identity(span.Resource);
        var function = identity.Function;
        var messaging = default(MessagingAttributes);
        AttributeRow trigger = default, invocationId = default, coldStart = default, errorType = default, spanInstance = default;
        foreach (ref readonly var attribute in _batch.Attributes.Slice(span.Attributes))
        {
            var known = _batch.Keys[attribute.Key].Known;
            switch (known)
            {
                case KnownKey.None:
                    break;
                case KnownKey.FaasTrigger:
                    trigger = attribute;
                    break;
                case KnownKey.InvocationId:
                    invocationId = attribute;
                    break;
                case KnownKey.FaasColdStart:
                    coldStart = attribute;
                    break;
                case KnownKey.ErrorType:
                    errorType = attribute;
                    break;
                case KnownKey.FaasInstance:
                    spanInstance = attribute;
                    break;
                case KnownKey.FaasName:
                    // Azure: one resource (the app) runs many functions, so the span names its own.
                    function = function with { Name = IdentityText.Bound(ResourceIdentities.Text(_batch, attribute)) };
                    break;
                case KnownKey.ResourceId
                    when !identity.NamesFunction
                    && attribute.Kind == AttributeKind.String
                    && ResourceNames.Function(_batch.String(attribute.Text)) is { Length: > 0 } named:
                    // Some layers tell the function only by the id of what was invoked.
                    function = function with { Name = IdentityText.Bound(named) };
                    break;
                case KnownKey.CorrelationId:
                    context.AddKey(span.TraceId, CorrelationKeys.Correlation, Value(attribute), KeyScope.Joins, span.StartNano);
                    break;
                case KnownKey.BusinessKey:
                    context.AddKey(span.TraceId, context.BusinessName(attribute.Key), Value(attribute), KeyScope.Finds, span.StartNano);
                    break;
                default:
                    messaging.Take(known, attribute);
                    break;
            }
        }

        var failed = span.Status == SpanStatus.Error || errorType.Kind != AttributeKind.Empty;
        var signature = failed ? ErrorSignature.Of(_batch, span, errorType) : "";
        var received = _messages.Extract(span, function, messaging, failed, signature);
        if (!messaging.IsMessaging)
        {
            AddLinks(span);
        }

        var isCold = IsCold(coldStart);
        if (isCold && span.Kind == SpanKind.Internal && trigger.Kind == AttributeKind.Empty && _batch.Utf8(span.Name).StartsWith("init "u8))
        {
            // The span that the Lambda telemetry receiver makes of the platform's init events.
            AddInit(span, identity, function);
        }
        else if (IsEntry(span, messaging, trigger.Kind != AttributeKind.Empty || coldStart.Kind != AttributeKind.Empty))
        {
            context.Facts.Invocations.Add(new InvocationFact
            {
                TraceId = span.TraceId,
                SpanId = span.SpanId,
                ParentSpanId = span.ParentSpanId,
                ParentIsRemote = span.IsParentRemote,
                Function = function,
                Version = identity.VersionUtf8,
                Instance = spanInstance.Kind == AttributeKind.String ? IdentityText.Bound(Value(spanInstance)) : identity.InstanceUtf8,
                InvocationId = invocationId.Kind == AttributeKind.String ? Value(invocationId) : default,
                Trigger = Trigger(trigger, span, messaging.IsMessaging),
                StartNano = span.StartNano,
                EndNano = span.EndNano,
                Outcome = failed ? ErrorSignature.Outcome(signature) : InvocationOutcome.Ok,
                ColdStart = coldStart.Kind == AttributeKind.Empty ? ColdStart.Unsaid : isCold ? ColdStart.Explicit : ColdStart.No,
                ErrorSignature = signature,
                BatchSize = received,
            });
        }
    }

    private bool IsCold(in AttributeRow coldStart) => coldStart.Kind switch
    {
        AttributeKind.Bool => coldStart.Bool,
        AttributeKind.String => Ascii.EqualsIgnoreCase(_batch.Utf8(coldStart.Text), "true"u8),
        _ => false,
    };

    private void AddInit(in SpanRow span, ResourceIdentity identity, FunctionIdentity function) => context.Facts.Invocations.Add(new InvocationFact
    {
        TraceId = span.TraceId,
        SpanId = span.SpanId,
        ParentSpanId = span.ParentSpanId,
        Function = function,
        Version = identity.VersionUtf8,
        Instance = identity.InstanceUtf8,
        Trigger = Invocation.InitTrigger,
        StartNano = span.StartNano,
        EndNano = span.EndNano,
        ColdStart = ColdStart.InitEvent,
        InitNano = span.EndNano - span.StartNano,
        ErrorSignature = "",
    });

    /// <summary>
    /// SERVER spans and CONSUMER spans that process are invocations, unless their parent lies in the same process: the message span that
    /// a Lambda wrapper puts below the invocation's span, with a FaaS trigger of its own, is not a second invocation. Any other span with a FaaS
    /// trigger or cold start is one.
    /// </summary>
    private bool IsEntry(in SpanRow span, in MessagingAttributes messaging, bool hasFaas) => span.Kind switch
    {
        SpanKind.Server => span.ParentSpanId.IsZero || span.IsParentRemote || hasFaas,
        SpanKind.Consumer => (span.ParentSpanId.IsZero || span.IsParentRemote) && (hasFaas || _messages.Kind(messaging, span.Kind) != SightingKind.Receive),
        _ => hasFaas,
    };

    private void AddLinks(in SpanRow span)
    {
        foreach (ref readonly var link in _batch.Links.Slice(span.Links))
        {
            if (!link.TraceId.IsZero && link.TraceId != span.TraceId)
            {
                context.Facts.Links.Add(new LinkFact(span.TraceId, span.SpanId, link.TraceId, link.SpanId, span.StartNano, InBatch: span.Links.Count > 1));
            }
        }
    }

    private string Trigger(in AttributeRow trigger, in SpanRow span, bool isMessaging)
    {
        var text = trigger.Kind == AttributeKind.String ? _batch.String(trigger.Text) : "";
        return text switch
        {
            "datasource" or "http" or "pubsub" or "timer" or "other" => text,
            "httpTrigger" => "http",
            "timerTrigger" => "timer",
            "serviceBusTrigger" or "eventHubTrigger" or "queueTrigger" or "kafkaTrigger" or "rabbitMQTrigger" or "eventGridTrigger" => "pubsub",
            "cosmosDBTrigger" or "blobTrigger" or "sqlTrigger" => "datasource",
            "" when isMessaging => "pubsub",
            "" when span.Kind == SpanKind.Server => "http",
            _ => "other",
        };
    }

    private ReadOnlyMemory<byte> Value(in AttributeRow attribute) => attribute.Kind switch
    {
        AttributeKind.String => _batch.Utf8Memory(attribute.Text),
        AttributeKind.Json => JsonText.FirstString(_batch.Utf8(attribute.Text)),
        AttributeKind.Int => Encoding.UTF8.GetBytes(attribute.Bits.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        _ => default,
    };
}
