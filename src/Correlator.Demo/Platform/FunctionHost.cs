using System.Collections.Concurrent;
using Correlator.Demo.Queues;

namespace Correlator.Demo.Platform;

/// <summary>The platform's part: takes a warm instance or starts a cold one, feeds it from queues, settles messages by what came of them.</summary>
internal sealed class FunctionHost(Function function, IBroker broker, Uri endpoint, TimeProvider clock) : IAsyncDisposable
{
    private readonly ConcurrentStack<FunctionInstance> _warm = new();

    public async Task<InvocationOutcome> InvokeAsync(Trigger trigger, CancellationToken cancellationToken)
    {
        var instance = _warm.TryPop(out var warm) ? warm : await FunctionInstance.StartAsync(function, broker, endpoint, clock, cancellationToken);
        var outcome = await instance.InvokeAsync(trigger, cancellationToken);
        if (outcome != InvocationOutcome.Killed)
        {
            _warm.Push(instance);
        }

        return outcome;
    }

    /// <summary>Receives from the function's queues until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(function.Triggers.SelectMany(queue => Enumerable.Range(0, function.Concurrency).Select(_ => PollAsync(queue, cancellationToken))));

    /// <summary>Ends the warm instances, as a deployment does: the next invocations start cold.</summary>
    public async Task RecycleAsync()
    {
        while (_warm.TryPop(out var instance))
        {
            await instance.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await RecycleAsync();

    private async Task PollAsync(string queue, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await using var consumer = await broker.SubscribeAsync(queue, cancellationToken);
            while (await HandleNextAsync(queue, consumer, cancellationToken))
            {
            }
        }
    }

    /// <returns>False when the instance was killed: its subscription dies with it, and the message comes back.</returns>
    private async Task<bool> HandleNextAsync(string queue, IConsumer consumer, CancellationToken cancellationToken)
    {
        var delivery = await consumer.ReceiveAsync(cancellationToken);
        switch (await InvokeAsync(new Trigger(Order.Read(delivery.Message.Body), queue, delivery), cancellationToken))
        {
            case InvocationOutcome.Succeeded:
                await consumer.CompleteAsync(delivery, cancellationToken);
                return true;
            case InvocationOutcome.Failed:
                await consumer.AbandonAsync(delivery, cancellationToken);
                return true;
            default:
                return false;
        }
    }
}
