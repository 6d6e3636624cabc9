using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.EndToEnd;

[Collection(ServerTests.Name)]
public sealed class LambdaTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Invocation_ByAnSqsEvent_IsJoinedToTheSender()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);

        var printed = await NodeScript.RunAsync(server, "lambda.js", ["5fea7756-0ea4-451a-a703-a558b933e274"]);

        TraceId.TryParse(printed.GetProperty("traceId").GetString(), out var sender).ShouldBeTrue();
        TraceId.TryParse(printed.GetProperty("functionTraceId").GetString(), out var function).ShouldBeTrue();
        (await server.SpansAsync(sender)).ShouldNotBeEmpty();
        (await server.SpansAsync(function)).ShouldNotBeEmpty();
    }
}
