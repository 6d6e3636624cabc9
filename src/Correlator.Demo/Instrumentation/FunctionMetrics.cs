using System.Diagnostics.Metrics;

namespace Correlator.Demo.Instrumentation;

/// <summary>A function's own numbers, by the names of the FaaS conventions.</summary>
internal sealed class FunctionMetrics(Meter meter)
{
    /// <summary>Successful ones only, as the conventions have it.</summary>
    public Counter<long> Invocations { get; } = meter.CreateCounter<long>("faas.invocations", "{invocation}");

    public Counter<long> Errors { get; } = meter.CreateCounter<long>("faas.errors", "{error}");

    public Counter<long> Timeouts { get; } = meter.CreateCounter<long>("faas.timeouts", "{timeout}");

    public Counter<long> ColdStarts { get; } = meter.CreateCounter<long>("faas.coldstarts", "{coldstart}");

    public Histogram<double> InvokeDuration { get; } = meter.CreateHistogram<double>("faas.invoke_duration", "s");

    public Histogram<double> InitDuration { get; } = meter.CreateHistogram<double>("faas.init_duration", "s");
}
