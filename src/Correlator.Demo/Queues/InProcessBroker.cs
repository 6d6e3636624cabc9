using System.Collections.Concurrent;

namespace Correlator.Demo.Queues;

/// <summary>A broker in memory that behaves as a real one does: visibility, redelivery with a count, dead-lettering.</summary>
internal sealed class InProcessBroker(TimeProvider clock) : IBroker
{
    private readonly ConcurrentDictionary<string, InProcessQueue> _queues = new();

    public string System => "in_process";

    public Task DeclareAsync(QueueDefinition queue, CancellationToken cancellationToken)
    {
        var deadLetters = _queues.GetOrAdd(
            queue.DeadLetterQueue,
            name => new InProcessQueue(new QueueDefinition(name, int.MaxValue), deadLetters: null, clock));
        _queues.GetOrAdd(queue.Name, _ => new InProcessQueue(queue, deadLetters, clock));
        return Task.CompletedTask;
    }

    public Task PublishAsync(string queue, Message message, CancellationToken cancellationToken)
    {
        _queues[queue].Add(message);
        return Task.CompletedTask;
    }

    public Task<IConsumer> SubscribeAsync(string queue, CancellationToken cancellationToken) =>
        Task.FromResult<IConsumer>(new InProcessConsumer(_queues[queue]));

    public Task<QueueState> StateAsync(string queue, CancellationToken cancellationToken) => Task.FromResult(_queues[queue].State);

    public ValueTask DisposeAsync()
    {
        foreach (var queue in _queues.Values)
        {
            queue.Dispose();
        }

        return ValueTask.CompletedTask;
    }
}
