using System.Collections.Concurrent;

namespace Correlator.Demo.Queues;

/// <summary>As with AMQP, a consumer that goes away gives back what it had not settled.</summary>
internal sealed class InProcessConsumer(InProcessQueue queue) : IConsumer
{
    private readonly ConcurrentDictionary<ulong, Delivery> _unsettled = new();

    public async Task<Delivery> ReceiveAsync(CancellationToken cancellationToken)
    {
        var delivery = await queue.TakeAsync(cancellationToken);
        _unsettled[delivery.Tag] = delivery;
        return delivery;
    }

    public Task CompleteAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        _unsettled.TryRemove(delivery.Tag, out _);
        queue.Remove(delivery.Tag);
        return Task.CompletedTask;
    }

    public Task AbandonAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        _unsettled.TryRemove(delivery.Tag, out _);
        queue.Return(delivery.Tag);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        foreach (var tag in _unsettled.Keys)
        {
            queue.Return(tag);
        }

        return ValueTask.CompletedTask;
    }
}
