using System.Net;
using System.Text;
using Correlator.Correlation;
using Correlator.Ingest;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Ingest;

public sealed class FirehoseDoorTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Metrics = "/v1/metrics/firehose";
    private const string Logs = "/v1/aws/logs";
    private const string Key = "s3cret";

    [Fact]
    public async Task Deliver_MetricStream_FillsTheRollupsOfFunctionAndQueue()
    {
        await using var server = await StartAsync();
        var at = DateTimeOffset.UnixEpoch.AddMinutes(Math.Floor(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 60.0) - 5);
        var delivery = new FirehoseDelivery(
            Metrics,
            [.. Lambda("Invocations", 40), .. Lambda("Errors", 3), .. Lambda("Throttles", 2)],
            [
                .. Lambda("Duration", 1500),
                .. Lambda("ConcurrentExecutions", 30, most: 7),
                .. Lambda("IteratorAge", 900, most: 800),
                .. Lambda("DeadLetterErrors", 1),
            ],
            FirehoseDelivery.MetricRecord("AWS/Lambda", "Invocations", at, (1, 1, 40, 40), ("FunctionName", "billing"), ("Resource", "billing:live")),
            FirehoseDelivery.MetricRecord("AWS/Lambda", "Invocations", at, (1, 1, 90, 90)),
            Sqs("ApproximateNumberOfMessagesVisible", 24, most: 13), Sqs("ApproximateAgeOfOldestMessage", 700, most: 650),
            Sqs("NumberOfMessagesSent", 21), Sqs("NumberOfMessagesReceived", 20), Sqs("NumberOfMessagesDeleted", 19))
        {
            AccessKey = Key,
            IsGzip = true,
        };

        var (status, reply) = await delivery.SendAsync(server);
        (await delivery.SendAsync(server)).Status.ShouldBe(HttpStatusCode.OK);

        status.ShouldBe(HttpStatusCode.OK, reply.ToString());
        reply.GetProperty("requestId").GetString().ShouldBe(delivery.RequestId);
        reply.GetProperty("timestamp").GetInt64().ShouldBeGreaterThan(1_700_000_000_000);
        reply.TryGetProperty("errorMessage", out _).ShouldBeFalse();
        await server.CorrelatedAsync();
        (await server.CountAsync("function_minute")).ShouldBe(1);
        const string minute =
            """
            f.name = 'billing'
            AND reported_invocations = 40 AND reported_errors = 3 AND reported_throttles = 2 AND reported_duration_us = 1500000
            AND concurrency = 7 AND iterator_age_ms = 800 AND reported_dead_letter_errors = 1
            """;
        (await server.CountAsync("function_minute m JOIN function f USING (function_id)", minute)).ShouldBe(1);
        const string queueMinute =
            """
            q.system = 'aws_sqs' AND q.destination = 'orders'
            AND depth = 13 AND oldest_age_s = 650
            AND reported_sent = 21 AND reported_received = 20 AND reported_deleted = 19
            """;
        (await server.CountAsync("queue_minute m JOIN queue q USING (queue_id)", queueMinute)).ShouldBe(1);

        byte[] Lambda(string metric, double sum, double most = 1) =>
            FirehoseDelivery.MetricRecord("AWS/Lambda", metric, at, (1, most, sum, 40), ("FunctionName", "billing"));

        byte[] Sqs(string metric, double sum, double most = 1) =>
            FirehoseDelivery.MetricRecord("AWS/SQS", metric, at, (0, most, sum, 2), ("QueueName", "orders"));
    }

    [Fact]
    public async Task Deliver_MetricOfAFunctionKnownByItsSpans_CountsForThatFunction()
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var open = await CorrelatorServer.StartAsync(postgres);
        await new OtlpRequest(("service.name", "checkout"), ("deployment.environment.name", "prod"), ("faas.name", "billing"))
            .Span(OtlpSamples.NewTrace(), 1, "billing", SpanKind.Server, now, []).SendAsync(open);

        var invocations = FirehoseDelivery.MetricRecord("AWS/Lambda", "Invocations", now, (1, 1, 5, 5), ("FunctionName", "billing"));
        (await new FirehoseDelivery(Metrics, invocations).SendAsync(open)).Status.ShouldBe(HttpStatusCode.OK);

        await open.CorrelatedAsync();
        (await open.CountAsync("function_minute m JOIN function f USING (function_id)", "f.service = 'checkout' AND reported_invocations = 5")).ShouldBe(1);
    }

    [Fact]
    public async Task Deliver_LogsOfAFunctionThatTimedOut_GiveTheInvocationItsSpanNeverTold()
    {
        await using var server = await StartAsync();
        const string requestId = "8f5c3d1e-0b1a-4c7d-9a63-5b0f7f3f2d11";
        var now = TimeProvider.System.GetUtcNow().AddSeconds(-30);
        var delivery = new FirehoseDelivery(Logs, FirehoseDelivery.LogRecord(
            "/aws/lambda/billing", "2026/03/01/[$LATEST]abc",
            (now, $"START RequestId: {requestId} Version: $LATEST\n"),
            (now.AddSeconds(1), $"2026-03-01T00:00:00.000Z\t{requestId}\tERROR\tbank does not answer\n"),
            (now.AddSeconds(3), $"2026-03-01T00:00:03.000Z {requestId} Task timed out after 3.00 seconds\n\n"),
            (now.AddSeconds(3), $"REPORT RequestId: {requestId}\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\t"
                + "Memory Size: 128 MB\tMax Memory Used: 40 MB\tStatus: timeout\n")))
        {
            AccessKey = Key,
        };

        (await delivery.SendAsync(server)).Status.ShouldBe(HttpStatusCode.OK);
        (await delivery.SendAsync(server)).Status.ShouldBe(HttpStatusCode.OK);

        var journey = await server.JourneyAsync(requestId, found => found.Summary.Invocations > 0);
        journey.Summary.Status.ShouldBe(JourneyStatus.Failed);
        var timedOut = $"f.environment = 'prod' AND f.name = 'billing' AND i.invocation_id = '{requestId}' AND i.error_signature LIKE 'timeout%'";
        (await server.CountAsync("invocation i JOIN function f USING (function_id)", timedOut)).ShouldBeGreaterThan(0);
        (await server.CountAsync("log_block")).ShouldBe(1);
        (await server.SumAsync("function_minute", "timeouts")).ShouldBe(1);
    }

    [Fact]
    public async Task Deliver_WrongKey_IsRefusedInFirehosesWords()
    {
        await using var server = await StartAsync();
        var delivery = new FirehoseDelivery(Logs, FirehoseDelivery.LogRecord("g", "s", (DateTimeOffset.UnixEpoch, "hello"))) { AccessKey = "other" };

        foreach (var wrong in new[] { delivery, delivery with { AccessKey = null }, delivery with { Path = Metrics } })
        {
            var (status, reply) = await wrong.SendAsync(server);
            status.ShouldBe(HttpStatusCode.Unauthorized);
            reply.GetProperty("requestId").GetString().ShouldBe(delivery.RequestId);
            reply.GetProperty("errorMessage").GetString().ShouldNotBeNull().ShouldContain("access key");
        }

        (await server.CountAsync("log_block")).ShouldBe(0);
    }

    public static TheoryData<string, byte[]> BadRecords => new()
    {
        { Logs, [1, 2, 3] },
        { Logs, [] },
        { Logs, [0x1F, 0x8B, 1, 2, 3] },
        { Logs, OtlpSamples.Gzip("""{"messageType":"DATA_MESSAGE","logGroup":"g","logEvents":[{"message":"cut"""u8.ToArray()) },
        { Metrics, [1, 2, 3] },
        { Metrics, [] },
        { Metrics, MetricOf("orders")[..^1] },
        { Metrics, [.. MetricOf("orders"), 0x85] },
        { Metrics, [4, 0x0A, 2, 0x0A, 9] },
        {
            Metrics,
            """
            {
              "metric_stream_name":"all",
              "namespace":"AWS/SQS",
              "metric_name":"NumberOfMessagesSent",
              "value":{"max":1.0,"min":1.0,"sum":1.0,"count":1.0}
            }
            """u8.ToArray()
        },
    };

    /// <summary>Broken gzip, a length past the end, a length without its message, another format of the stream.</summary>
    [Theory]
    [MemberData(nameof(BadRecords))]
    public async Task Deliver_BadRecordAmongGoodOnes_CostsItselfAndIsCounted(string path, byte[] bad)
    {
        await using var server = await StartAsync();
        var signal = path == Metrics ? Signal.Metrics : Signal.Logs;
        var good = path == Metrics ? MetricOf("orders") : FirehoseDelivery.LogRecord("g", "s", (TimeProvider.System.GetUtcNow(), "hello"));

        (await new FirehoseDelivery(path, good, bad) { AccessKey = Key }.SendAsync(server)).Status.ShouldBe(HttpStatusCode.OK);

        Rejected(server, signal).ShouldBe(1);
        (await server.SumAsync("ledger_request", "records")).ShouldBe(1, "the good record, and nothing of the bad one");
    }

    [Fact]
    public async Task Deliver_DataThatIsNoBase64_CostsItself()
    {
        await using var server = await StartAsync();
        var good = Convert.ToBase64String(FirehoseDelivery.LogRecord("g", "s", (TimeProvider.System.GetUtcNow(), "hello")));
        var body = $$"""{"requestId":"r","timestamp":1578090901599,"records":[{"data":"not base64!"},{"data":"{{good}}"},{}]}""";
        var delivery = new FirehoseDelivery(Logs) { AccessKey = Key, Body = Encoding.UTF8.GetBytes(body) };

        (await delivery.SendAsync(server)).Status.ShouldBe(HttpStatusCode.OK);

        Rejected(server, Signal.Logs).ShouldBe(2);
        (await server.SumAsync("ledger_request", "records")).ShouldBe(1);
    }

    /// <summary>Firehose sends a request again with the same id, whatever became of its answer.</summary>
    [Theory]
    [InlineData(Metrics)]
    [InlineData(Logs)]
    public async Task Deliver_Again_IsStoredOnce(string path)
    {
        await using var server = await StartAsync();
        var record = path == Metrics ? MetricOf("orders") : FirehoseDelivery.LogRecord("g", "s", (TimeProvider.System.GetUtcNow(), "hello"));
        var delivery = new FirehoseDelivery(path, record) { AccessKey = Key };

        foreach (var again in new[] { delivery, delivery, delivery with { IsGzip = true } })
        {
            (await again.SendAsync(server)).Status.ShouldBe(HttpStatusCode.OK);
        }

        (await server.CountAsync("ledger_request")).ShouldBe(1);
    }

    /// <summary>As Firehose tests an endpoint, and CloudWatch Logs a subscription.</summary>
    [Theory]
    [InlineData(Metrics, false)]
    [InlineData(Logs, false)]
    [InlineData(Logs, true)]
    public async Task Deliver_NothingToStore_IsSuccess(string path, bool hasControl)
    {
        await using var server = await StartAsync();
        var control =
            """
            {"messageType":"CONTROL_MESSAGE","logEvents":[{"message":"CWL CONTROL MESSAGE: Checking health of destination Firehose."}]}
            """u8.ToArray();
        byte[][] records = hasControl ? [OtlpSamples.Gzip(control)] : [];

        var (status, reply) = await new FirehoseDelivery(path, records) { AccessKey = Key }.SendAsync(server);

        status.ShouldBe(HttpStatusCode.OK);
        reply.EnumerateObject().Select(member => member.Name).ShouldBe(["requestId", "timestamp"]);
        (await server.CountAsync("ledger_request")).ShouldBe(0);
    }

    [Theory]
    [InlineData("not gzip", "gzip", HttpStatusCode.BadRequest, "gzip")]
    [InlineData("{}", "br", HttpStatusCode.UnsupportedMediaType, "Content-Encoding")]
    [InlineData("{}", null, HttpStatusCode.BadRequest, "array of records")]
    [InlineData("{\"records\":[", null, HttpStatusCode.BadRequest, "Invalid JSON")]
    [InlineData("HUGE", null, HttpStatusCode.RequestEntityTooLarge, "100000 bytes")]
    public async Task Deliver_WhatIsNoRequest_IsRefusedInFirehosesWords(string body, string? encoding, HttpStatusCode expected, string told)
    {
        await using var server = await StartAsync();
        var bytes = Encoding.UTF8.GetBytes(body == "HUGE" ? new string(' ', 100_001) : body);
        foreach (var path in new[] { Metrics, Logs })
        {
            var (status, reply) = await new FirehoseDelivery(path) { AccessKey = Key, ContentEncoding = encoding, Body = bytes }.SendAsync(server);

            status.ShouldBe(expected);
            reply.GetProperty("requestId").GetString().ShouldBe("ed4acda5-034f-9f42-bba1-f29aea6d7d8f");
            reply.GetProperty("timestamp").GetInt64().ShouldBeGreaterThan(1_700_000_000_000);
            reply.GetProperty("errorMessage").GetString().ShouldNotBeNull().ShouldContain(told);
        }
    }

    [Fact]
    public async Task Deliver_WithoutTheIdInAHeader_IsAnsweredWithThatOfTheBody()
    {
        await using var server = await StartAsync();
        var delivery = new FirehoseDelivery(Logs) { AccessKey = Key, HasIdHeader = false, RequestId = "of-the-body" };

        var (_, reply) = await delivery.SendAsync(server);

        reply.GetProperty("requestId").GetString().ShouldBe("of-the-body");
    }

    [Theory]
    [InlineData(Metrics)]
    [InlineData(Logs)]
    public async Task Deliver_NothingReadable_IsABadRequest(string path)
    {
        await using var server = await StartAsync();
        var (status, reply) = await new FirehoseDelivery(path, [1, 2, 3]) { AccessKey = Key }.SendAsync(server);

        status.ShouldBe(HttpStatusCode.BadRequest);
        reply.GetProperty("errorMessage").GetString().ShouldNotBeNull().ShouldContain("expected");
    }

    [Fact]
    public async Task Deliver_BombOfGzip_IsTooLarge()
    {
        await using var server = await StartAsync();
        var bomb = OtlpSamples.Gzip(new byte[1 << 20]);

        var (status, _) = await new FirehoseDelivery(Logs, bomb) { AccessKey = Key }.SendAsync(server);

        status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    private Task<CorrelatorServer> StartAsync() => CorrelatorServer.StartAsync(
        postgres,
        ("Correlator:Auth:Token", Key),
        ("Correlator:Ingest:MaxRequestBytes", "100000"),
        ("Correlator:Ingest:MaxValueBytes", "90000"));

    private static byte[] MetricOf(string queue) =>
        FirehoseDelivery.MetricRecord("AWS/SQS", "NumberOfMessagesSent", TimeProvider.System.GetUtcNow(), (0, 1, 3, 3), ("QueueName", queue));

    private static long Rejected(CorrelatorServer server, Signal signal) =>
        server.Services.GetRequiredService<IngestMetrics>().Totals(TenantResolver.LocalTenant).Records.Single(totals => totals.Signal == signal).Rejected;
}
