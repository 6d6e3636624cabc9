using System.Diagnostics;
using Correlator.Demo.Instrumentation;
using Correlator.Demo.Queues;
using Microsoft.Extensions.Logging;

namespace Correlator.Demo.Platform;

/// <summary>What a function has at hand while it runs.</summary>
internal sealed class Invocation(Trigger trigger, FunctionTelemetry telemetry, IBroker broker, TimeProvider clock)
{
    public Order Order => trigger.Order;

    /// <summary>1 when the message is delivered for the first time.</summary>
    public int DeliveryCount => trigger.Delivery?.Count ?? 1;

    /// <summary>The queue whose message started it.</summary>
    public string Queue => trigger.Queue;

    public ILogger Log => telemetry.Logger;

    /// <summary>Takes the time that the work would.</summary>
    public Task WorkAsync(int milliseconds, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(milliseconds), clock, cancellationToken);

    /// <summary>A call to something outside: a CLIENT span around it.</summary>
    public Activity? StartCall(string name, params ReadOnlySpan<(string Key, object Value)> tags)
    {
        var activity = telemetry.Tracer.StartActivity(name, ActivityKind.Client);
        foreach (var (key, value) in tags)
        {
            activity?.SetTag(key, value);
        }

        return activity;
    }

    /// <summary>Hands the order on to the next queue.</summary>
    public async Task SendAsync(string queue, CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, string> { ["x-correlation-id"] = Order.CorrelationId };
        var messageId = Guid.NewGuid().ToString();
        using var activity = MessageSpans.StartSend(telemetry.Tracer, broker.System, queue, messageId, headers);
        OrderTags.Tag(activity, Order);
        await broker.PublishAsync(queue, new Message(messageId, Order.Write(), headers, clock.GetUtcNow()), cancellationToken);
    }

    /// <summary>The same through a client library from before tracing: no span, and no context in the message.</summary>
    public Task SendUntracedAsync(string queue, CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, string> { ["x-correlation-id"] = Order.CorrelationId };
        return broker.PublishAsync(queue, new Message(Guid.NewGuid().ToString(), Order.Write(), headers, clock.GetUtcNow()), cancellationToken);
    }
}
