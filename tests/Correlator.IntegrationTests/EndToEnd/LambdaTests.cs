using Correlator.Correlation;
using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.EndToEnd;

public sealed class LambdaTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Invocation_ByAnSqsEvent_IsJoinedToTheSender()
    {
        const string MessageId = "5fea7756-0ea4-451a-a703-a558b933e274";
        await using var server = await CorrelatorServer.StartAsync(postgres);

        var printed = await NodeScript.RunAsync(server, "lambda.js", [MessageId]);

        var sender = Guid.Parse(printed.GetProperty("traceId").GetString().ShouldNotBeNull());
        var function = Guid.Parse(printed.GetProperty("functionTraceId").GetString().ShouldNotBeNull());
        function.ShouldNotBe(sender);
        var journey = await server.JourneyAsync(sender.ToString("N"), seen => seen.Traces.Count == 2 && seen.Summary.Status == JourneyStatus.Completed);
        journey.Traces.Order().ShouldBe(new[] { sender, function }.Order());
        journey.Summary.Invocations.ShouldBe(1);
        var message = journey.Messages.ShouldHaveSingleItem();
        message.MessageId.ShouldBe(MessageId);
        message.State.ShouldBe(MessageState.Processed);
        message.Attempts.ShouldHaveSingleItem().TraceId.ShouldBe(function);
    }
}
