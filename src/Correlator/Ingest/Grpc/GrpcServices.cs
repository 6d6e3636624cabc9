using Correlator.Telemetry;

namespace Correlator.Ingest.Grpc;

/// <summary>Names and paths of the services that are served.</summary>
internal static class GrpcServices
{
    public const string Health = "grpc.health.v1.Health";
    public const string HealthCheck = $"/{Health}/Check";
    private const string Trace = "opentelemetry.proto.collector.trace.v1.TraceService";
    private const string Logs = "opentelemetry.proto.collector.logs.v1.LogsService";
    private const string Metrics = "opentelemetry.proto.collector.metrics.v1.MetricsService";

    /// <summary>The signal that a method exports; null for every other path.</summary>
    public static Signal? Exported(string path) => path switch
    {
        $"/{Trace}/Export" => Signal.Traces,
        $"/{Logs}/Export" => Signal.Logs,
        $"/{Metrics}/Export" => Signal.Metrics,
        _ => null,
    };

    /// <summary>True for a service whose health can be asked for; the empty name is the server as a whole.</summary>
    public static bool IsKnown(ReadOnlySpan<char> service) => service is "" or Health or Trace or Logs or Metrics;
}
