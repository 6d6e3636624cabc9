using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.EndToEnd;

[Collection(ServerTests.Name)]
public sealed class RabbitMqTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Hop_OverARealBroker_IsJoinedWithItsRetryAndItsDeadLetter()
    {
        await using var broker = await RabbitBroker.StartAsync();
        foreach (var useLinks in new[] { "false", "true" })
        {
            await using var server = await CorrelatorServer.StartAsync(postgres);
            var environment = new[] { ("AMQP_URL", broker.Url), ("USE_LINKS", useLinks) };

            var published = await NodeScript.RunAsync(server, "rabbit.js", ["publish", $"fine-{useLinks}", $"poison-{useLinks}"], environment);
            await NodeScript.RunAsync(server, "rabbit.js", ["bill"], environment);
            await NodeScript.RunAsync(server, "rabbit.js", ["bury"], environment);

            TraceId.TryParse(published.GetProperty("traceId").GetString(), out var trace).ShouldBeTrue();
            (await server.SpansAsync(trace)).Count.ShouldBeGreaterThanOrEqualTo(3);
        }
    }
}
