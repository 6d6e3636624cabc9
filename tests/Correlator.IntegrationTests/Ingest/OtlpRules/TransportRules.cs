using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Ingest.OtlpRules;

/// <summary>What the OTLP specification demands of a server whatever the transport; each test is a rule.</summary>
[Collection(ServerTests.Name)]
public sealed class TransportRules(PostgresFixture postgres) : IAsyncLifetime
{
    private CorrelatorServer _server = null!;

    public static TheoryData<string> Doors => [DoorCall.Grpc, DoorCall.Protobuf, DoorCall.Json];

    public async Task InitializeAsync() => _server = await CorrelatorServer.StartAsync(postgres);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Compression_Gzip_IsReadOfOneMemberAndOfSeveral(string door)
    {
        var (one, several) = (OtlpSamples.NewTrace(), OtlpSamples.NewTrace());
        var (first, second) = (DoorCall.Encode(door, Signal.Traces, OtlpSamples.SpansJson(one)), DoorCall.Encode(door, Signal.Traces, OtlpSamples.SpansJson(several)));

        (await DoorCall.SendAsync(_server, door, Signal.Traces, OtlpSamples.Gzip(first), gzip: true)).IsSuccess.ShouldBeTrue();
        var answer = await DoorCall.SendAsync(_server, door, Signal.Traces, [.. OtlpSamples.Gzip(second[..20]), .. OtlpSamples.Gzip(second[20..50]), .. OtlpSamples.Gzip(second[50..])], gzip: true);

        answer.IsSuccess.ShouldBeTrue(answer.Text);
        (await _server.SpansAsync(one, several)).Count.ShouldBe(2);
    }
}
