namespace Correlator.Demo.Queues;

/// <summary>What the functions ask of a message broker: at-least-once delivery, and a dead-letter queue for what fails too often.</summary>
internal interface IBroker : IAsyncDisposable
{
    /// <summary>The value of <c>messaging.system</c>.</summary>
    string System { get; }

    /// <summary>Makes the queue and its dead-letter queue unless they are there.</summary>
    Task DeclareAsync(QueueDefinition queue, CancellationToken cancellationToken);

    Task PublishAsync(string queue, Message message, CancellationToken cancellationToken);

    Task<IConsumer> SubscribeAsync(string queue, CancellationToken cancellationToken);

    Task<QueueState> StateAsync(string queue, CancellationToken cancellationToken);
}
