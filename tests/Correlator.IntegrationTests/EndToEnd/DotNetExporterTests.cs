using System.Diagnostics;
using System.Diagnostics.Metrics;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Correlator.IntegrationTests.EndToEnd;

public sealed class DotNetExporterTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Theory]
    [InlineData(OtlpExportProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task Export_AllSignalsFromTheDotNetSdk_AreStored(OtlpExportProtocol protocol)
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var name = $"dotnet-{protocol}";
        var resource = ResourceBuilder.CreateEmpty().AddService(name);
        using var source = new ActivitySource(name);
        using var meter = new Meter(name);
        using var traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(name)
            .AddOtlpExporter(options => Point(options, server, protocol, "traces"))
            .Build();
        using var metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(name)
            .AddOtlpExporter(options => Point(options, server, protocol, "metrics"))
            .Build();
        await using var logs = new ServiceCollection()
            .AddLogging(logging => logging.AddOpenTelemetry(options => options
                .SetResourceBuilder(resource)
                .AddOtlpExporter(exporter => Point(exporter, server, protocol, "logs"))))
            .BuildServiceProvider();

        TraceId trace;
        using (var activity = source.StartActivity("handle order", ActivityKind.Server))
        {
            activity.ShouldNotBeNull();
            TraceId.TryParse(activity.TraceId.ToHexString(), out trace).ShouldBeTrue();
            activity.SetTag("order.id", 42);
            meter.CreateHistogram<double>("order.duration").Record(0.25);
            logs.GetRequiredService<ILoggerFactory>().CreateLogger("orders").LogWarning("order {OrderId} is late", 42);
        }

        traces.ForceFlush().ShouldBeTrue();
        metrics.ForceFlush().ShouldBeTrue();
        logs.GetRequiredService<LoggerProvider>().ForceFlush().ShouldBeTrue();

        var span = (await server.SpansAsync(trace)).ShouldHaveSingleItem();
        span.Name.ShouldBe("handle order");
        span.Attributes.ShouldContain(attribute => attribute.Key == "order.id");
        (await server.LogsAsync(trace)).ShouldHaveSingleItem();
        (await server.CountAsync("metric_point", "count = 1 AND sum = 0.25")).ShouldBe(1);
        (await server.JourneyAsync(trace.ToString(), seen => seen.Traces.Count == 1)).Summary.Invocations.ShouldBe(1);
    }

    private static void Point(OtlpExporterOptions options, CorrelatorServer server, OtlpExportProtocol protocol, string signal)
    {
        options.Protocol = protocol;
        options.TimeoutMilliseconds = 120_000;
        options.Endpoint = protocol == OtlpExportProtocol.Grpc ? server.Grpc : new Uri(server.Http, $"/v1/{signal}");
    }
}
