using Correlator.Demo.Functions;
using Correlator.Demo.Instrumentation;
using Correlator.Demo.Platform;
using Correlator.Demo.Queues;

namespace Correlator.Demo;

/// <summary>A web shop made of functions and queues: checkout-api -> payment -> inventory -> shipping -> invoice and email.</summary>
internal sealed class OrderSystem : IAsyncDisposable
{
    private readonly IBroker _broker;
    private readonly FunctionHost _checkout;
    private readonly FunctionHost[] _hosts;
    private readonly QueueGauges _gauges;
    private readonly OrderNumbers _numbers;
    private readonly CancellationTokenSource _stop = new();

    private OrderSystem(IBroker broker, Uri endpoint, TimeProvider clock)
    {
        Function[] functions = [new CheckoutApi(), new Payment(), new Inventory(), new Shipping(), new Invoice(), new Email(), new DeadLetterWatcher()];
        _broker = broker;
        _hosts = [.. functions.Select(function => new FunctionHost(function, broker, endpoint, clock))];
        _checkout = _hosts[0];
        _gauges = new QueueGauges(broker, endpoint, clock);
        _numbers = new OrderNumbers(clock);
        FunctionCount = functions.Length;
    }

    public int FunctionCount { get; }

    /// <summary>Ends with an exception when a function cannot go on: the broker is gone.</summary>
    public Task Running { get; private set; } = Task.CompletedTask;

    /// <param name="broker">Disposed with the order system.</param>
    /// <param name="endpoint">Where OTLP over gRPC is taken.</param>
    public static async Task<OrderSystem> StartAsync(IBroker broker, Uri endpoint, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var queue in OrderQueues.All)
        {
            await broker.DeclareAsync(queue, cancellationToken);
        }

        var system = new OrderSystem(broker, endpoint, clock);
        system.Running = Task.WhenAll([.. system._hosts.Select(host => host.RunAsync(system._stop.Token)), system._gauges.RunAsync(system._stop.Token)]);
        return system;
    }

    public Order NewOrder() => _numbers.Next();

    /// <summary>A customer orders.</summary>
    public async Task<Order> SendAsync(Order order, CancellationToken cancellationToken)
    {
        await _checkout.InvokeAsync(new Trigger(order), cancellationToken);
        return order;
    }

    /// <summary>A new version of every function: warm instances are gone.</summary>
    public Task DeployAsync() => Task.WhenAll(_hosts.Select(host => host.RecycleAsync()));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_hosts.Select(host => host.DisposeAsync().AsTask()));
        await _gauges.DisposeAsync();
        await _broker.DisposeAsync();
        _stop.Dispose();
    }
}
