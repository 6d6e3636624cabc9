using Correlator.Correlation;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry.Facts;

namespace Correlator.IntegrationTests.EndToEnd;

public sealed class RabbitMqTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Hop_OverARealBroker_IsJoinedWithItsRetryAndItsDeadLetter()
    {
        await using var broker = await RabbitBroker.StartAsync();

        // Consumers that go on with the sender's trace, and consumers that begin their own and link to it.
        await AssertJoinedAsync(broker, useLinks: false, traces: 1);
        await AssertJoinedAsync(broker, useLinks: true, traces: 5);
    }

    private async Task AssertJoinedAsync(RabbitBroker broker, bool useLinks, int traces)
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var environment = new[] { ("AMQP_URL", broker.Url), ("USE_LINKS", useLinks ? "true" : "false") };

        var published = await NodeScript.RunAsync(server, "rabbit.js", ["publish", "fine-order", "poison-order"], environment);
        await NodeScript.RunAsync(server, "rabbit.js", ["bill"], environment);
        await NodeScript.RunAsync(server, "rabbit.js", ["bury"], environment);

        var trace = published.GetProperty("traceId").GetString().ShouldNotBeNull();
        var journey = await server.JourneyAsync(trace, seen => seen.Traces.Count == traces && seen.Summary.Status == JourneyStatus.Failed);
        journey.Messages.Select(message => message.MessageId).Order().ShouldBe(["fine-order", "poison-order"]);
        var fine = journey.Messages.Single(message => message.MessageId == "fine-order");
        fine.State.ShouldBe(MessageState.Processed);
        fine.Attempts.ShouldHaveSingleItem().Outcome.ShouldBe(InvocationOutcome.Ok);
        fine.DwellMicros.ShouldNotBeNull();
        var poison = journey.Messages.Single(message => message.MessageId == "poison-order");
        poison.DeadLetterQueueId.ShouldNotBeNull();
        poison.Attempts.Select(attempt => (attempt.Number, attempt.Outcome)).ShouldBe([(1, InvocationOutcome.Error), (2, InvocationOutcome.Error)]);
    }
}
