using Correlator.Telemetry;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Logs.V1;
using OpenTelemetry.Proto.Metrics.V1;
using OpenTelemetry.Proto.Resource.V1;
using OpenTelemetry.Proto.Trace.V1;
using Span = OpenTelemetry.Proto.Trace.V1.Span;

namespace Correlator.Benchmarks.Load;

/// <summary>What a fleet of 120 functions sends: traces of eight spans that cross a queue, their logs, the platform's metrics.</summary>
internal sealed class LoadCorpus(int seed, DateTimeOffset now)
{
    private const int Functions = 120;
    private const int SpansPerTrace = 8;
    private static readonly string[] Areas = ["orders", "payments", "invoicing", "shipping", "catalog", "pricing", "customers", "inventory"];
    private static readonly string[] Verbs = ["create", "get", "process", "reconcile", "dispatch"];

    private readonly Random _random = new(seed);
    private Queue<(int Function, Span Span)> _left = [];
    private readonly ulong _nano = (ulong)(now - DateTimeOffset.UnixEpoch).Ticks * 100;

    public LoadRequest Next(Signal signal, int records) => new((signal switch
    {
        Signal.Traces => (IMessage)Traces(records),
        Signal.Logs => Logs(records),
        _ => Metrics(records),
    }).ToByteArray());

    private ExportTraceServiceRequest Traces(int records)
    {
        var request = new ExportTraceServiceRequest();
        while (records > 0)
        {
            if (_left.Count == 0)
            {
                var (first, second) = (Function(), Function());
                _left = new(Trace(second).Select((span, place) => (place < SpansPerTrace / 2 ? first : second, span)));
            }

            // What a request has no room for is in the next one: functions flush in the middle of a trace.
            var taken = _left.Take(records).ToArray();
            _left = new(_left.Skip(taken.Length));
            records -= taken.Length;
            request.ResourceSpans.Add(taken.GroupBy(item => item.Function, item => item.Span).Select(spans => Of(spans.Key, spans)));
        }

        return request;
    }

    private static ResourceSpans Of(int function, IEnumerable<Span> spans) =>
        new() { Resource = Platform(function), ScopeSpans = { new ScopeSpans { Scope = Scope, Spans = { spans } } } };

    /// <summary>An HTTP request and what it does, a message that it sends, and the invocation that the message causes.</summary>
    private IEnumerable<Span> Trace(int consumer)
    {
        var (trace, message, order) = (Id(16), LoadRequest.Text(_random), LoadRequest.Text(_random));
        var queue = $"{Name(consumer)}-events";
        var root = Span(trace, null, $"POST /{Name(consumer)}", OpenTelemetry.Proto.Trace.V1.Span.Types.SpanKind.Server,
            Text("http.request.method", "POST"),
            Text("url.path", $"/api/v2/orders/{order}"),
            Text("http.route", "/api/v2/orders/{order}"),
            Int("http.response.status_code", 202),
            Text("user_agent.original", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36"),
            Text("faas.trigger", "http"),
            Text("faas.invocation_id", LoadRequest.Text(_random)));
        yield return root;
        yield return Work(trace, root, "validate order", order);
        yield return Database(trace, root, order);
        var send = Span(trace, root, $"send {queue}", OpenTelemetry.Proto.Trace.V1.Span.Types.SpanKind.Producer,
            [.. Messaging(queue, message, order), Text("messaging.operation.type", "send")]);
        yield return send;
        var process = Span(trace, send, $"process {queue}", OpenTelemetry.Proto.Trace.V1.Span.Types.SpanKind.Consumer,
            [
                .. Messaging(queue, message, order),
                Text("messaging.operation.type", "process"),
                Text("faas.trigger", "pubsub"),
                Text("faas.invocation_id", LoadRequest.Text(_random)),
            ]);
        process.Flags |= 0x200;
        process.Links.Add(new Span.Types.Link { TraceId = ByteString.CopyFrom(trace), SpanId = send.SpanId });
        yield return process;
        yield return Work(trace, process, "apply event", order);
        yield return Database(trace, process, order);
        yield return Work(trace, process, "notify", order);
    }

    private Span Work(byte[] trace, Span parent, string name, string order) =>
        Span(trace, parent, name, OpenTelemetry.Proto.Trace.V1.Span.Types.SpanKind.Internal,
            Text("code.function.name", $"Acme.Orders.{name.Replace(' ', '.')}.HandleAsync"),
            Text("code.file.path", "/src/functions/orders/handlers/handler.ts"),
            Int("code.line.number", _random.Next(900)),
            Int("thread.id", _random.Next(64)),
            Text("app.step.cursor", LoadRequest.Text(_random)),
            Text("app.feature.flags", "new-checkout,express-delivery,returns-portal"),
            Text("app.order.id", order),
            Int("app.attempt", 1));

    private Span Database(byte[] trace, Span parent, string order) =>
        Span(trace, parent, "UPDATE orders", OpenTelemetry.Proto.Trace.V1.Span.Types.SpanKind.Client,
            Text("db.system.name", "postgresql"),
            Text("db.namespace", "orders"),
            Text("db.operation.name", "UPDATE"),
            Text("db.collection.name", "orders"),
            Text(
                "db.query.text",
                "UPDATE orders SET status = $1, updated_at = $2, version = version + 1 WHERE tenant_id = $3 AND order_id = $4 AND version = $5"),
            Text("server.address", "orders-db.cluster-c3x.eu-central-1.rds.amazonaws.com"),
            Int("server.port", 5432),
            Text("app.order.id", order));

    private static KeyValue[] Messaging(string queue, string message, string order) =>
    [
        Text("messaging.system", "aws_sqs"),
        Text("messaging.destination.name", queue),
        Text("messaging.message.id", message),
        Text("messaging.message.conversation_id", order),
        Int("messaging.message.body.size", 1843),
        Text("server.address", "sqs.eu-central-1.amazonaws.com"),
        Text("app.event.type", "order.changed"),
    ];

    private Span Span(byte[] trace, Span? parent, string name, Span.Types.SpanKind kind, params KeyValue[] attributes)
    {
        var start = _nano + (ulong)_random.Next(1_000_000_000);
        return new Span
        {
            TraceId = ByteString.CopyFrom(trace),
            SpanId = ByteString.CopyFrom(Id(8)),
            ParentSpanId = parent?.SpanId ?? ByteString.Empty,
            Name = name,
            Kind = kind,
            StartTimeUnixNano = start,
            EndTimeUnixNano = start + (ulong)_random.Next(200_000_000),
            Flags = 0x101,
            Status = _random.Next(60) == 0 ? new Status { Code = Status.Types.StatusCode.Error, Message = "the payment provider did not answer" } : null,
            Attributes =
            {
                attributes,
                Text("app.correlation_id", LoadRequest.Text(_random)),
                Text("app.tenant", $"tenant-{_random.Next(300):D4}"),
                Text("app.region.cell", $"cell-{_random.Next(12)}-eu-central-1"),
                Text("app.request.hash", LoadRequest.Text(_random)),
            },
        };
    }

    private ExportLogsServiceRequest Logs(int records)
    {
        var request = new ExportLogsServiceRequest();
        for (; records > 0; records -= 10)
        {
            var trace = Id(16);
            request.ResourceLogs.Add(new ResourceLogs
            {
                Resource = Platform(Function()),
                ScopeLogs = { new ScopeLogs { Scope = Scope, LogRecords = { Enumerable.Range(0, Math.Min(10, records)).Select(_ => Line(trace)) } } },
            });
        }

        return request;
    }

    private LogRecord Line(byte[] trace) => new()
    {
        TimeUnixNano = _nano + (ulong)_random.Next(1_000_000_000),
        ObservedTimeUnixNano = _nano,
        TraceId = ByteString.CopyFrom(trace),
        SpanId = ByteString.CopyFrom(Id(8)),
        SeverityNumber = _random.Next(20) == 0 ? SeverityNumber.Error : SeverityNumber.Info,
        SeverityText = "INFO",
        Body = new AnyValue
        {
            StringValue = $"order {LoadRequest.Text(_random)} moved to state {_random.Next(9)} "
                + $"after {_random.Next(2000)} ms; cart has {_random.Next(40)} lines",
        },
        Attributes =
        {
            Text("app.order.id", LoadRequest.Text(_random)),
            Text("code.function.name", "Acme.Orders.Handler.HandleAsync"),
            Int("thread.id", _random.Next(64)),
            Text("app.tenant", $"tenant-{_random.Next(300):D4}"),
        },
    };

    private ExportMetricsServiceRequest Metrics(int points)
    {
        var request = new ExportMetricsServiceRequest();
        for (; points > 0; points -= 10)
        {
            var function = Function();
            request.ResourceMetrics.Add(new ResourceMetrics
            {
                Resource = Platform(function),
                ScopeMetrics = { new ScopeMetrics { Scope = Scope, Metrics = { Enumerable.Range(0, Math.Min(10, points)).Select(Metric) } } },
            });
        }

        return request;
    }

    private Metric Metric(int number) => new()
    {
        Name = number == 0 ? "messaging.queue.depth" : $"app.orders.gauge_{number}",
        Unit = "1",
        Gauge = new Gauge
        {
            DataPoints =
            {
                new NumberDataPoint
                {
                    TimeUnixNano = _nano + (ulong)_random.NextInt64(1_000_000_000),
                    AsDouble = _random.NextDouble() * 100,
                    Attributes =
                    {
                        Text("messaging.destination.name", $"{Name(_random.Next(Functions))}-events"),
                        Text("app.shard", $"{_random.Next(16)}"),
                    },
                    Exemplars = { number == 0 ? [Exemplar()] : [] },
                },
            },
        },
    };

    private Exemplar Exemplar() => new()
    {
        TimeUnixNano = _nano,
        AsDouble = 1,
        TraceId = ByteString.CopyFrom(Id(16)),
        SpanId = ByteString.CopyFrom(Id(8)),
    };

    private int Function() => _random.Next(Functions);

    private byte[] Id(int bytes) => LoadRequest.Id(_random, bytes);

    private static string Name(int function) =>
        $"{Areas[function % Areas.Length]}-{Verbs[function / Areas.Length % Verbs.Length]}-{function / (Areas.Length * Verbs.Length)}";

    private static InstrumentationScope Scope { get; } = new() { Name = "@opentelemetry/instrumentation-aws-lambda", Version = "0.50.1" };

    private static Resource Platform(int function) => new()
    {
        Attributes =
        {
            Text("service.name", Name(function)),
            Text("service.namespace", "acme"),
            Text("service.version", "1.4.27"),
            Text("deployment.environment.name", "production"),
            Text("cloud.provider", "aws"),
            Text("cloud.platform", "aws_lambda"),
            Text("cloud.region", "eu-central-1"),
            Text("cloud.resource_id", $"arn:aws:lambda:eu-central-1:411000000000:function:{Name(function)}"),
            Text("faas.name", Name(function)),
            Text("faas.version", "42"),
            Text("faas.instance", $"2026/11/21/[42]{function:x8}c0ffee00c0ffee00c0ffee00"),
            Text("telemetry.sdk.language", "nodejs"),
            Text("telemetry.sdk.name", "opentelemetry"),
            Text("telemetry.sdk.version", "2.1.0"),
        },
    };

    private static KeyValue Text(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };

    private static KeyValue Int(string key, long value) => new() { Key = key, Value = new AnyValue { IntValue = value } };
}
