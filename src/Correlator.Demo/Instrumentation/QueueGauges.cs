using System.Diagnostics.Metrics;
using Correlator.Demo.Queues;

namespace Correlator.Demo.Instrumentation;

/// <summary>What a broker's own exporter tells: how many messages lie in each queue, and how old the oldest is.</summary>
internal sealed class QueueGauges : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private readonly IBroker _broker;
    private readonly TimeProvider _clock;
    private readonly FunctionTelemetry _telemetry;
    private readonly Gauge<long> _depth;
    private readonly Gauge<double> _age;

    public QueueGauges(IBroker broker, Uri endpoint, TimeProvider clock)
    {
        _broker = broker;
        _clock = clock;
        _telemetry = new FunctionTelemetry("broker-exporter", Guid.NewGuid().ToString("n"), endpoint);
        _depth = _telemetry.Meter.CreateGauge<long>("messaging.queue.depth", "{message}");
        _age = _telemetry.Meter.CreateGauge<double>("messaging.queue.oldest_message_age", "s");
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        string[] queues = [.. OrderQueues.All.SelectMany(queue => new[] { queue.Name, queue.DeadLetterQueue })];
        using var timer = new PeriodicTimer(Period, _clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            foreach (var queue in queues)
            {
                var state = await _broker.StateAsync(queue, cancellationToken);
                KeyValuePair<string, object?>[] tags = [new("messaging.system", _broker.System), new("messaging.destination.name", queue)];
                _depth.Record(state.Depth, tags);
                if (state.OldestAge is { } age)
                {
                    _age.Record(age.TotalSeconds, tags);
                }
            }
        }
    }

    public ValueTask DisposeAsync() => _telemetry.DisposeAsync();
}
