using System.Diagnostics;
using Correlator.Demo.Instrumentation;
using Correlator.Demo.Queues;
using Microsoft.Extensions.Logging;

namespace Correlator.Demo.Platform;

/// <summary>One execution environment of a function, as the platform makes them: it starts cold, then serves one invocation at a time.</summary>
internal sealed partial class FunctionInstance : IAsyncDisposable
{
    /// <summary>What the first invocation of an instance does and the others find done.</summary>
    private static readonly TimeSpan Connecting = TimeSpan.FromMilliseconds(120);
    private readonly Function _function;
    private readonly IBroker _broker;
    private readonly TimeProvider _clock;
    private readonly FunctionTelemetry _telemetry;
    private readonly FunctionMetrics _metrics;
    private bool _isCold = true;

    private FunctionInstance(Function function, IBroker broker, Uri endpoint, TimeProvider clock)
    {
        _function = function;
        _broker = broker;
        _clock = clock;
        _telemetry = new FunctionTelemetry(function.Name, $"{clock.GetUtcNow():yyyy/MM/dd}/[14]{Guid.NewGuid():n}", endpoint);
        _metrics = new FunctionMetrics(_telemetry.Meter);
    }

    public static async Task<FunctionInstance> StartAsync(
        Function function,
        IBroker broker,
        Uri endpoint,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var instance = new FunctionInstance(function, broker, endpoint, clock);
        await Task.Delay(function.Init, clock, cancellationToken);
        instance._metrics.ColdStarts.Add(1);
        instance._metrics.InitDuration.Record(function.Init.TotalSeconds);
        return instance;
    }

    public async Task<InvocationOutcome> InvokeAsync(Trigger trigger, CancellationToken cancellationToken)
    {
        // Not in a using statement: a killed function does not reach its end, so its span is never ended and never sent.
        var (isCold, activity) = (_isCold, StartSpan(trigger));
        using var scope = OrderTags.Scope(_telemetry.Logger, trigger.Order);
        using var kill = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var started = _clock.GetTimestamp();
        var work = RunAsync(activity, trigger, isCold, kill.Token);
        if (await Task.WhenAny(work, Task.Delay(_function.Timeout, _clock, cancellationToken)) != work)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _metrics.Timeouts.Add(1);
            await DisposeAsync();
            await kill.CancelAsync();
            return InvocationOutcome.Killed;
        }

        var succeeded = await work;
        activity?.Dispose();
        _metrics.InvokeDuration.Record(_clock.GetElapsedTime(started).TotalSeconds);
        (succeeded ? _metrics.Invocations : _metrics.Errors).Add(1);
        await _telemetry.FlushAsync();
        return succeeded ? InvocationOutcome.Succeeded : InvocationOutcome.Failed;
    }

    public ValueTask DisposeAsync() => _telemetry.DisposeAsync();

    /// <summary>The invocation's span: of a message that is processed, or of an HTTP request that is served.</summary>
    private Activity? StartSpan(Trigger trigger)
    {
        Activity.Current = null;
        var activity = trigger.Delivery is { } delivery
            ? MessageSpans.StartProcess(_telemetry.Tracer, _broker.System, trigger.Queue, delivery)?.SetTag("faas.trigger", "pubsub")
            : _telemetry.Tracer.StartActivity("POST /orders", ActivityKind.Server)
                ?.SetTag("faas.trigger", "http")
                .SetTag("http.request.method", "POST")
                .SetTag("http.route", "/orders");
        activity?.SetTag("faas.invocation_id", Guid.NewGuid().ToString()).SetTag("faas.coldstart", _isCold);
        OrderTags.Tag(activity, trigger.Order);
        _isCold = false;
        return activity;
    }

    /// <returns>False when the function threw: its span then says what.</returns>
    private async Task<bool> RunAsync(Activity? activity, Trigger trigger, bool isCold, CancellationToken cancellationToken)
    {
        try
        {
            if (isCold)
            {
                using var connecting = _telemetry.Tracer.StartActivity("open connections");
                await Task.Delay(Connecting, _clock, cancellationToken);
            }

            await _function.HandleAsync(new Invocation(trigger, _telemetry, _broker, _clock), cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            activity?.AddException(exception).SetTag("error.type", exception.GetType().Name).SetStatus(ActivityStatusCode.Error, exception.Message);
            Failed(_telemetry.Logger, exception.Message, exception);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "Failed: {Reason}")]
    private static partial void Failed(ILogger logger, string reason, Exception exception);
}
