using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Correlator.Demo.Instrumentation;

/// <summary>The OpenTelemetry SDK as a function sets it up: who speaks (the resource), what is said (traces, logs, metrics) and where it goes (OTLP).</summary>
internal sealed class FunctionTelemetry : IAsyncDisposable
{
    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;
    private readonly BatchLogRecordExportProcessor _logs;
    private readonly ILoggerFactory _loggers;

    public FunctionTelemetry(string function, string instance, Uri endpoint)
    {
        // A function with a process of its own would use its name; here many instances share a process, and each is to hear only itself.
        var scope = $"{function}/{instance}";
        Tracer = new ActivitySource(scope);
        Meter = new Meter(scope);
        var resource = Resource(function, instance);
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(scope)
            .AddOtlpExporter(options => options.Endpoint = endpoint)
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(scope).AddOtlpExporter((options, reader) =>
        {
            options.Endpoint = endpoint;
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = 5000;
        }).Build();
        _logs = new BatchLogRecordExportProcessor(new OtlpLogExporter(new OtlpExporterOptions { Endpoint = endpoint }));
        _loggers = LoggerFactory.Create(logging => logging.AddOpenTelemetry(options =>
        {
            options.SetResourceBuilder(resource).AddProcessor(_logs);
            options.IncludeFormattedMessage = true;

            // Scopes carry the order's id and correlation id to every log record of an invocation.
            options.IncludeScopes = true;
        }));
        Logger = _loggers.CreateLogger(function);
    }

    public ActivitySource Tracer { get; }

    public Meter Meter { get; }

    public ILogger Logger { get; }

    /// <summary>The platform freezes an instance after its invocation: what is not sent before that may never be.</summary>
    public Task FlushAsync() => Blocking(() =>
    {
        _traces.ForceFlush();
        _logs.ForceFlush();
    });

    /// <summary>Sends what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        await Blocking(() =>
        {
            _loggers.Dispose();
            _traces.Dispose();
            _metrics.Dispose();
        });
        Tracer.Dispose();
        Meter.Dispose();
    }

    /// <summary>The SDK's flush and shutdown wait for the network: on a thread of their own they hold up nobody else.</summary>
    private static Task Blocking(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static ResourceBuilder Resource(string function, string instance) =>
        ResourceBuilder.CreateEmpty().AddService(function, serviceVersion: "1.4.0").AddAttributes(
        [
            new("faas.name", function),
            new("faas.version", "14"),
            new("faas.instance", instance),
            new("cloud.provider", "aws"),
            new("cloud.platform", "aws_lambda"),
            new("cloud.region", "eu-central-1"),
            new("deployment.environment.name", "demo"),
        ]);
}
