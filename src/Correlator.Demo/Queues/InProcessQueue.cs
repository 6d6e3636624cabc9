using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Correlator.Demo.Queues;

/// <summary>Messages are visible, or taken and hidden until they are settled or their visibility ends.</summary>
internal sealed class InProcessQueue(QueueDefinition definition, InProcessQueue? deadLetters, TimeProvider clock) : IDisposable
{
    private readonly Channel<(Message Message, int Deliveries)> _visible = Channel.CreateUnbounded<(Message, int)>();
    private readonly ConcurrentDictionary<ulong, (Delivery Delivery, ITimer Timeout)> _hidden = new();
    private ulong _lastTag;

    public QueueState State => new(
        _visible.Reader.Count + _hidden.Count,
        _visible.Reader.TryPeek(out var oldest) ? clock.GetUtcNow() - oldest.Message.SentAt : TimeSpan.Zero);

    public void Add(Message message) => _visible.Writer.TryWrite((message, 0));

    public async Task<Delivery> TakeAsync(CancellationToken cancellationToken)
    {
        var (message, deliveries) = await _visible.Reader.ReadAsync(cancellationToken);
        var delivery = new Delivery(message, Interlocked.Increment(ref _lastTag), deliveries + 1);
        _hidden[delivery.Tag] = (delivery, clock.CreateTimer(_ => Return(delivery.Tag), null, definition.Visibility, Timeout.InfiniteTimeSpan));
        return delivery;
    }

    /// <summary>Settled or timed out, whichever came first: the other finds it gone.</summary>
    public Delivery? Remove(ulong tag)
    {
        if (!_hidden.TryRemove(tag, out var hidden))
        {
            return null;
        }

        hidden.Timeout.Dispose();
        return hidden.Delivery;
    }

    public void Return(ulong tag)
    {
        if (Remove(tag) is not { } delivery)
        {
            return;
        }

        if (delivery.Count >= definition.MaxDeliveries && deadLetters is not null)
        {
            deadLetters.Add(delivery.Message);
        }
        else
        {
            _visible.Writer.TryWrite((delivery.Message, delivery.Count));
        }
    }

    public void Dispose()
    {
        foreach (var tag in _hidden.Keys)
        {
            Remove(tag);
        }
    }
}
