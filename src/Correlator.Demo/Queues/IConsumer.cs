namespace Correlator.Demo.Queues;

/// <summary>One consumer of one queue. What it received and never settled is delivered again: that is how a killed function's message survives.</summary>
internal interface IConsumer : IAsyncDisposable
{
    /// <summary>Waits for the next message.</summary>
    Task<Delivery> ReceiveAsync(CancellationToken cancellationToken);

    /// <summary>Done: the message is gone.</summary>
    Task CompleteAsync(Delivery delivery, CancellationToken cancellationToken);

    /// <summary>Failed: the message is delivered again, or dead-lettered when that was its last delivery.</summary>
    Task AbandonAsync(Delivery delivery, CancellationToken cancellationToken);
}
