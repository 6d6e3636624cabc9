using System.Diagnostics;
using Correlator.Demo.Queues;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;

namespace Correlator.Demo.Instrumentation;

/// <summary>The spans of a message on both sides of its queue, and the trace context that travels in its headers.</summary>
internal static class MessageSpans
{
    private static readonly TraceContextPropagator Propagator = new();

    /// <summary>The sender's span. Its context goes into the headers, so that the consumer's span can name it as parent.</summary>
    public static Activity? StartSend(ActivitySource tracer, string system, string queue, string messageId, IDictionary<string, string> headers)
    {
        var activity = tracer.StartActivity($"send {queue}", ActivityKind.Producer);
        activity?.SetTag("messaging.operation.type", "send").SetTag("messaging.operation.name", "send");
        Tag(activity, system, queue, messageId);
        var context = new PropagationContext(activity?.Context ?? default, Baggage.Current);
        Propagator.Inject(context, headers, (carrier, name, value) => carrier[name] = value);
        return activity;
    }

    /// <summary>The consumer's span, which is also the function's invocation. Without a context in the headers it begins a trace of its own.</summary>
    public static Activity? StartProcess(ActivitySource tracer, string system, string queue, Delivery delivery)
    {
        var message = delivery.Message;
        var parent = Propagator.Extract(default, message.Headers, (carrier, name) => carrier.TryGetValue(name, out var value) ? [value] : []);
        var activity = tracer.StartActivity($"process {queue}", ActivityKind.Consumer, parent.ActivityContext);
        activity?.SetTag("messaging.operation.type", "process").SetTag("messaging.operation.name", "process")
            .SetTag("messaging.message.delivery_count", delivery.Count)
            .SetTag("messaging.message.enqueued_time", message.SentAt.ToUnixTimeMilliseconds());
        Tag(activity, system, queue, message.MessageId);
        return activity;
    }

    private static void Tag(Activity? activity, string system, string queue, string messageId) =>
        activity?.SetTag("messaging.system", system).SetTag("messaging.destination.name", queue).SetTag("messaging.message.id", messageId);
}
