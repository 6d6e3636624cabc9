using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Correlator.Ingest.Wire;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;
using Google.Protobuf;
using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Resource.V1;
using OpenTelemetry.Proto.Trace.V1;
using Span = OpenTelemetry.Proto.Trace.V1.Span;

namespace Correlator.Benchmarks;

/// <summary>Requests as a busy order system's functions send them: 500 spans of about 870 bytes with 12 attributes each, 10 spans to a trace.</summary>
internal static class SampleSpans
{
    public const int PerRequest = 500;
    public const int PerTrace = 10;
    public const int Tenant = 1;
    private static readonly string[] Functions = ["orders-api", "orders-reserve", "orders-charge", "orders-ship", "orders-notify", "orders-audit"];

    /// <param name="number">Requests of other numbers have other spans.</param>
    /// <param name="nowNano">The spans are of the five seconds before.</param>
    /// <param name="spans">How many; a request of few is of as few functions.</param>
    public static byte[] Request(int number, long nowNano, int spans = PerRequest)
    {
        var random = new Random(number);
        var request = new ExportTraceServiceRequest();
        var functions = Math.Min(spans, Functions.Length);
        foreach (var function in Enumerable.Range(number, functions).Select(function => Functions[function % Functions.Length]))
        {
            request.ResourceSpans.Add(new ResourceSpans
            {
                Resource = new Resource
                {
                    Attributes =
                    {
                        Text("service.name", function),
                        Text("cloud.provider", "aws"),
                        Text("cloud.platform", "aws_lambda"),
                        Text("faas.name", function),
                        Text("faas.version", "42"),
                        Text("cloud.region", "eu-central-1"),
                    },
                },
                ScopeSpans = { new ScopeSpans { Scope = new InstrumentationScope { Name = "@opentelemetry/instrumentation-aws-lambda", Version = "0.50.1" } } },
            });
        }

        for (var span = 0; span < spans; span++)
        {
            request.ResourceSpans[span % functions].ScopeSpans[0].Spans.Add(Next(random, TraceIdOf(number, span / PerTrace), span, nowNano));
        }

        return request.ToByteArray();
    }

    public static TraceId TraceIdOf(int request, int trace) => new(Mix((ulong)request + 1), Mix(((ulong)trace + 1) << 32));

    /// <summary>A batch over a pooled copy of the request, read.</summary>
    public static TelemetryBatch Decode(byte[] request, long nowNano, int spans = PerRequest)
    {
        var body = ArrayPool<byte>.Shared.Rent(request.Length);
        request.CopyTo(body, 0);
        return Read(body, request.Length, nowNano, default, spans);
    }

    /// <summary>The same with the hash that the ledger tells requests apart by.</summary>
    public static TelemetryBatch DecodeHashed(byte[] request, long nowNano) => DecodeHashed(new RepeatedRequest(request), 0, nowNano);

    /// <summary>The request as it is in a round.</summary>
    public static TelemetryBatch DecodeHashed(RepeatedRequest request, int round, long nowNano)
    {
        var body = ArrayPool<byte>.Shared.Rent(request.Length);
        request.Write(body, round);
        return Read(body, request.Length, nowNano, new Guid(SHA256.HashData(body.AsSpan(0, request.Length)).AsSpan(0, 16)));
    }

    public static long NowNano() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;

    private static TelemetryBatch Read(byte[] body, int length, long nowNano, Guid hash, int spans = PerRequest)
    {
        var batch = new TelemetryBatch(Signal.Traces, Tenant, body, length) { ReceivedNano = nowNano, BodyHash = hash };
        Expect.Equal(spans, OtlpProtobufReader.Read(batch, ReadLimits.Default).Accepted, "spans read");
        return batch;
    }

    private static Span Next(Random random, TraceId trace, int number, long nowNano)
    {
        var traceId = new byte[TraceId.Size];
        trace.Write(traceId);
        var start = (ulong)(nowNano - random.NextInt64(5_000_000_000));
        var order = random.Next(1_000_000).ToString(CultureInfo.InvariantCulture);

        // Two invocations to a trace: its root, and one that a remote parent called (OTLP's flags 0x100 and 0x200).
        var isRoot = number % PerTrace == 0;
        var isEntry = number % (PerTrace / 2) == 0;
        var span = new Span
        {
            TraceId = ByteString.CopyFrom(traceId),
            SpanId = Random(random, 8),
            ParentSpanId = isRoot ? ByteString.Empty : Random(random, 8),
            Name = $"orders process {number % 17}",
            Kind = isEntry ? Span.Types.SpanKind.Server : number % 2 == 0 ? Span.Types.SpanKind.Internal : Span.Types.SpanKind.Client,
            StartTimeUnixNano = start,
            EndTimeUnixNano = start + (ulong)random.NextInt64(200_000_000),
            Flags = isEntry && !isRoot ? 0x301u : 0x101u,
            Status = number % 50 == 0 ? new Status { Code = Status.Types.StatusCode.Error, Message = "the payment provider did not answer" } : null,
        };
        span.Attributes.Add(
        [
            Text("http.request.method", "POST"),
            Text(
                "url.full",
                $"https://orders.example.com/api/v2/customers/{random.Next(50_000)}/orders/{order}?expand=lines,payments&cursor="
                + Convert.ToHexStringLower(Random(random, 32).Span)),
            Text("http.route", "/api/v2/customers/{customer}/orders/{order}"),
            Int("http.response.status_code", number % 50 == 0 ? 504 : 200),
            Text(
                "user_agent.original",
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 "
                + "orders-client/4.18.2 (eu-central-1; checkout)"),
            Text("server.address", $"ip-10-0-{random.Next(255)}-{random.Next(255)}.eu-central-1.compute.internal"),
            Int("server.port", 443),
            Text("correlation.id", $"ORD-{order}"),
            Text("app.customer.segment", random.Next(3) switch
            {
                0 => "gold-with-express-delivery-and-returns",
                1 => "silver-with-express-delivery",
                _ => "basic-without-delivery-promise",
            }),
            Text("faas.invocation_id", new Guid(Random(random, 16).Span).ToString()),
            new KeyValue { Key = "app.cart.value", Value = new AnyValue { DoubleValue = random.Next(100_000) / 100.0 } },
            new KeyValue { Key = "app.retry", Value = new AnyValue { BoolValue = number % 9 == 0 } },
        ]);
        return span;
    }

    private static KeyValue Text(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };

    private static KeyValue Int(string key, long value) => new() { Key = key, Value = new AnyValue { IntValue = value } };

    private static ByteString Random(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return ByteString.CopyFrom(bytes);
    }

    // Ids as random ones are spread, yet computable again for a look-up (SplitMix64's finaliser).
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
