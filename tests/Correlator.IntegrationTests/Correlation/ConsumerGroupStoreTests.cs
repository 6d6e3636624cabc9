using Correlator.Correlation;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Correlation;

public sealed class ConsumerGroupStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow().AddSeconds(-30);

    [Fact]
    public async Task Export_RecordReceivedByTwoGroups_IsTwoMessagesOfOneJourney()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var (shop, bill, ship) = (OtlpSamples.NewTrace(), OtlpSamples.NewTrace(), OtlpSamples.NewTrace());
        (string, object)[] record =
        [
            ("messaging.system", "kafka"),
            ("messaging.destination.name", "orders"),
            ("messaging.destination.partition.id", "3"),
            ("messaging.kafka.offset", 1042),
        ];
        (string, object)[] billing = [.. record, ("messaging.consumer.group.name", "billing")];
        (string, object)[] shipping = [.. record, ("messaging.kafka.consumer.group", "shipping")];
        await new OtlpRequest(("service.name", "shop"))
            .Span(shop, 1, "orders send", SpanKind.Producer, Now, record)
            .SendAsync(server);
        await new OtlpRequest(("service.name", "bill"))
            .Span(bill, 1, "orders process", SpanKind.Consumer, Now.AddSeconds(1), billing, links: (shop, 1))
            .SendAsync(server);
        await new OtlpRequest(("service.name", "ship"))
            .Span(ship, 1, "orders process", SpanKind.Consumer, Now.AddSeconds(2), shipping, error: "no van", links: (shop, 1))
            .SendAsync(server);

        var journey = await server.JourneyAsync(shop.ToString(), found => found.Traces.Count == 3 && found.Messages.Count == 2);

        journey.Messages.Select(message => (message.State, message.Attempts.Count)).Order().ShouldBe([(MessageState.Processed, 1), (MessageState.Failing, 1)]);
        (await server.CountAsync("sighting", "consumer_group IN ('billing', 'shipping')")).ShouldBe(2);
        (await server.CountAsync("attempt", "number > 1")).ShouldBe(0);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("null")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public async Task Export_ConstantMessageIds_JoinNothing(string id)
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        (string, object)[] message = [("messaging.system", "rabbitmq"), ("messaging.destination.name", "orders"), ("messaging.message.id", id)];
        for (var order = 0; order < 3; order++)
        {
            await new OtlpRequest(("service.name", "bill"))
                .Span(OtlpSamples.NewTrace(), 1, "orders process", SpanKind.Consumer, Now, message)
                .SendAsync(server);
        }

        await server.CorrelatedAsync();
        (await server.CountAsync("journey")).ShouldBe(3);
        (await server.CountAsync("message")).ShouldBe(0);
    }
}
