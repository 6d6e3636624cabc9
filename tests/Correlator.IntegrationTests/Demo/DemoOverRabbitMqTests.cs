using Correlator.Correlation;
using Correlator.Demo.Queues;
using Correlator.IntegrationTests.EndToEnd;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry.Facts;

namespace Correlator.IntegrationTests.Demo;

public sealed class DemoOverRabbitMqTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Scenario_OverARealBroker_IsJoinedAsInProcess()
    {
        await using var rabbit = await RabbitBroker.StartAsync();
        await using var server = await CorrelatorServer.StartAsync(postgres);

        var sent = await PlayedDemo.PlayAsync(server, await RabbitMqBroker.ConnectAsync(new Uri(rabbit.Url), CancellationToken.None));

        var poison = await server.JourneyAsync(sent.Single(order => order.WhatToSee.Contains("poison", StringComparison.Ordinal)).OrderId, _ => true);
        poison.Summary.Status.ShouldBe(JourneyStatus.Failed);
        poison.Messages.Single(message => message.State == MessageState.DeadLettered).Attempts.Count.ShouldBe(3);
        var killed = await server.JourneyAsync(sent.Single(order => order.WhatToSee.Contains("killed", StringComparison.Ordinal)).OrderId, _ => true);
        killed.Messages.Single(message => message.Attempts.Count > 1).Attempts.Select(attempt => attempt.Outcome)
            .ShouldBe([InvocationOutcome.Unknown, InvocationOutcome.Ok]);
    }
}
