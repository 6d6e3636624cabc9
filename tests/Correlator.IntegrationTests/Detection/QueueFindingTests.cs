using Correlator.Detection;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Detection;

public sealed class QueueFindingTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow().AddSeconds(-60);

    [Fact]
    public async Task Evaluate_RetryStorm_OpensWithNumbersAndJourneysAndCloses()
    {
        await using var server = await Detecting.StartAsync(postgres);
        var sender = new OtlpRequest(("service.name", "shop"));
        var consumer = new OtlpRequest(("service.name", "bill"));
        for (var message = 0; message < 5; message++)
        {
            var trace = OtlpSamples.NewTrace();
            sender.Span(trace, 1, "orders send", SpanKind.Producer, Now, Queue("orders", $"m{message}"));
            for (var attempt = 0; attempt < 4; attempt++)
            {
                var (at, queue) = (Now.AddSeconds(1 + attempt), Queue("orders", $"m{message}", process: true));
                consumer.Span(
                    OtlpSamples.NewTrace(), 1, "orders process", SpanKind.Consumer, at, queue, error: "bank away", links: (trace, 1));
            }
        }

        await sender.SendAsync(server);
        await consumer.SendAsync(server);
        await Detecting.EvaluateAsync(server);

        var finding = (await Detecting.FindingsAsync(server, FindingKind.RetryStorm)).ShouldHaveSingleItem();
        finding.Until.ShouldBeNull();
        (finding.Number("messages"), finding.Number("attempts"), finding.Number("amplification"), finding.Number("mostAttempts")).ShouldBe((5, 20, 4, 4));
        finding.Summary.ShouldBe("orders: 20 attempts for 5 messages (4.0 each, 1.0 before; at most 4), mostly: bank away.");
        const string ofFourAttempts = "SELECT count(*) FROM journey WHERE journey_id = ANY(@ids) AND attempts = 4";
        (await Detecting.AskAsync<long>(server, ofFourAttempts, new { ids = finding.Journeys })).ShouldBe(5);

        for (var calm = 0; calm < new DetectionOptions().CalmToClose; calm++)
        {
            await Detecting.EvaluateAsync(server, later: TimeSpan.FromMinutes(10));
        }

        (await Detecting.FindingsAsync(server, FindingKind.RetryStorm)).ShouldHaveSingleItem().Until.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("told by its messages")]
    [InlineData("told by configuration")]
    [InlineData("told by its name")]
    public async Task Evaluate_DeadLetters_AreFoundHoweverTheirQueueIsKnown(string how)
    {
        var queue = how == "told by its name" ? "orders-dlq" : "parking";
        (string, string)[] settings = how == "told by configuration" ? [("Correlator:Correlation:DeadLetterQueues:0", "parking")] : [];
        (string, object)[] death = how == "told by its messages" ? [("messaging.header.x_first_death_queue", "orders")] : [];
        await using var server = await Detecting.StartAsync(postgres, settings);
        var trace = OtlpSamples.NewTrace();
        var (orders, buried) = (Queue("orders", "m1", process: true), Queue(queue, "m1", process: true));
        await new OtlpRequest(("service.name", "shop"))
            .Span(trace, 1, "orders send", SpanKind.Producer, Now, Queue("orders", "m1"))
            .SendAsync(server);
        await new OtlpRequest(("service.name", "bill"))
            .Span(OtlpSamples.NewTrace(), 1, "orders process", SpanKind.Consumer, Now.AddSeconds(1), orders, error: "bad total", links: (trace, 1))
            .SendAsync(server);
        await new OtlpRequest(("service.name", "undertaker"))
            .Span(OtlpSamples.NewTrace(), 1, "bury", SpanKind.Consumer, Now.AddSeconds(2), [.. buried, .. death], links: (trace, 1))
            .SendAsync(server);

        await Detecting.EvaluateAsync(server);

        var journey = await server.JourneyAsync("m1", seen => seen.Traces.Count == 3);
        var message = journey.Messages.ShouldHaveSingleItem();
        message.State.ShouldBe(Correlator.Correlation.MessageState.DeadLettered);
        message.Attempts.ShouldHaveSingleItem();
        var finding = (await Detecting.FindingsAsync(server, FindingKind.DeadLetterGrowth)).ShouldHaveSingleItem();
        finding.Number("deadLettered").ShouldBe(1);
        finding.Summary.ShouldBe($"{queue}: 1 message was dead-lettered; last error: bad total.");
        finding.Journeys.ShouldBe([journey.Summary.JourneyId]);
    }

    [Fact]
    public async Task Evaluate_GrowingDepth_TellsGrowthAndAge()
    {
        await using var server = await Detecting.StartAsync(postgres);
        var request = new OtlpRequest(("cloud.provider", "aws"));
        request.Gauge("amazonaws.com/AWS/SQS/ApproximateNumberOfMessagesVisible", 3, Now.AddMinutes(-2), ("QueueName", "orders-dlq"));
        request.Gauge("amazonaws.com/AWS/SQS/ApproximateNumberOfMessagesVisible", 9, Now, ("QueueName", "orders-dlq"));
        request.Gauge("amazonaws.com/AWS/SQS/ApproximateAgeOfOldestMessage", 3600, Now, ("QueueName", "orders-dlq"));
        request.Gauge("amazonaws.com/AWS/SQS/ApproximateNumberOfMessagesVisible", 900, Now, ("QueueName", "orders"));

        await request.SendAsync(server);
        await Detecting.EvaluateAsync(server);

        var finding = (await Detecting.FindingsAsync(server, FindingKind.DeadLetterGrowth)).ShouldHaveSingleItem();
        (finding.Number("depth"), finding.Number("growth"), finding.Number("oldestAgeSeconds")).ShouldBe((9, 6, 3600));
        finding.Severity.ShouldBe((short)Severity.Critical);
    }

    [Fact]
    public async Task Evaluate_ConstantCorrelationId_IsAHotKeyWhileItComes()
    {
        await using var server = await Detecting.StartAsync(postgres, ("Correlator:Correlation:MaxTracesPerKey", "20"));
        for (var round = 0; round < 2; round++)
        {
            var request = new OtlpRequest(("service.name", "shop"));
            for (var number = 0; number < 30; number++)
            {
                request.Span(OtlpSamples.NewTrace(), 1, "POST /orders", SpanKind.Server, Now.AddSeconds(number), [("correlation_id", "load-test-7")]);
            }

            await request.SendAsync(server);
        }

        await Detecting.EvaluateAsync(server);

        var finding = (await Detecting.FindingsAsync(server, FindingKind.HotKey)).ShouldHaveSingleItem();
        finding.SubjectKind.ShouldBe("key");
        finding.Summary.ShouldContain("'load-test-7'");
        finding.Journeys.ShouldNotBeEmpty();
        (await server.CountAsync("journey", "traces = 1")).ShouldBe(60);

        for (var calm = 0; calm < new DetectionOptions().CalmToClose; calm++)
        {
            await Detecting.EvaluateAsync(server, later: TimeSpan.FromMinutes(10));
        }

        (await Detecting.FindingsAsync(server, FindingKind.HotKey)).ShouldHaveSingleItem().Until.ShouldNotBeNull();
    }

    [Fact]
    public async Task Evaluate_TwoWorkersAndKilledSteps_LeaveOneOpenFindingPerSubject()
    {
        await using var server = await Detecting.StartAsync(postgres);
        var request = new OtlpRequest(("service.name", "undertaker"));
        for (var queue = 0; queue < 20; queue++)
        {
            request.Span(OtlpSamples.NewTrace(), 1, "bury", SpanKind.Consumer, Now, Queue($"q{queue}-dlq", $"m{queue}", process: true));
        }

        await request.SendAsync(server);
        await Eventually.TrueAsync(async () => await server.CountAsync("message", "state = 3") == 20, "the dead letters correlated");
        for (var round = 0; round < 20; round++)
        {
            // Ends somewhere between its statements.
            using var kill = new CancellationTokenSource(TimeSpan.FromMilliseconds(round), TimeProvider.System);
            try
            {
                await Detecting.Step(server).RunAsync(1, kill.Token);
            }
            catch (OperationCanceledException)
            {
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Detecting.Step(server).RunAsync(1, CancellationToken.None)));

        (await server.CountAsync("finding")).ShouldBe(20);
        (await server.CountAsync("finding", "until IS NULL")).ShouldBe(20);
    }

    private static (string, object)[] Queue(string name, string id, bool process = false) =>
    [
        ("messaging.system", "rabbitmq"),
        ("messaging.destination.name", name),
        ("messaging.operation.type", process ? "process" : "send"),
        ("messaging.message.id", id),
    ];
}
