using Correlator.Correlation;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.EndToEnd;

public sealed class NodeExporterTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    [InlineData("http/json")]
    public async Task Export_AllSignalsFromTheNodeSdk_AreStored(string protocol)
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);

        var printed = await NodeScript.RunAsync(server, "exporters.js", [protocol, $"order-{protocol}"]);

        TraceId.TryParse(printed.GetProperty("traceId").GetString(), out var trace).ShouldBeTrue();
        (await server.SpansAsync(trace)).Select(span => span.Name).Order().ShouldBe(["charge", "checkout"]);
        (await server.LogsAsync(trace)).ShouldHaveSingleItem().Severity.ShouldBe((byte)13);
        (await server.CountAsync("metric_point", "value = 3")).ShouldBe(1);
        var journey = await server.JourneyAsync($"order-{protocol}", seen => seen.Summary.Status == JourneyStatus.Completed);
        journey.Traces.ShouldBe([trace.ToGuid()]);
    }
}
