using System.Diagnostics.Metrics;

namespace Correlator.Hosting;

internal sealed class HostingMetrics : IDisposable
{
    public const string MeterName = "Correlator.Hosting";
    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _checks;

    public HostingMetrics() => _checks = _meter.CreateCounter<long>("correlator.hosting.ready_checks", "{check}", "Answers of /healthz/ready by status.");

    public void Checked(bool isReady) => _checks.Add(1, new KeyValuePair<string, object?>("status", isReady ? "ready" : "not_ready"));

    public void Dispose() => _meter.Dispose();
}
