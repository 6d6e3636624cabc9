using System.Buffers.Binary;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Faults;

/// <summary>Requests made by somebody who knows our tables and wants them to be slow: what is hashed would meet in one place.</summary>
[Collection(FaultTests.Name)]
public sealed class CraftedRequestTests(PostgresFixture postgres)
{
    // So many that to compare each with each takes minutes, and to look each up takes seconds.
    private const int ManyIds = 60_000;
    private const int ManyValues = 150_000;

    /// <summary>Ordinary traffic of this size takes some seconds.</summary>
    private const int Seconds = 60;
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow().AddMinutes(-1);

    /// <summary>The hash of a <see cref="Guid"/>, or of a <see cref="ulong"/>, is its parts XORed: these are all alike.</summary>
    [Fact]
    public async Task Export_IdsWhosePartsCancelOut_AreStoredAndCorrelatedLikeOthers()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var request = new OtlpRequest(("service.name", "crafted"));
        for (ulong number = 1; number <= ManyIds; number++)
        {
            var twice = (number << 32) | number;
            request.Span(new TraceId(1, twice), twice, "GET /", SpanKind.Server, Now, []);
        }

        await request.SendAsync(server);

        await CorrelatedAsync(server);
        (await server.CountAsync("journey")).ShouldBe(ManyIds);
    }

    /// <summary>A value of 16 bytes that begins with a constant of the hash by which Bloom filters are kept: its hash is 0, however it goes on.</summary>
    [Fact]
    public async Task Export_ValuesOfOneHash_AreStoredLikeOthers()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var request = new OtlpRequest(("service.name", "crafted"));
        var trace = OtlpSamples.NewTrace();
        for (ulong number = 1; number <= ManyValues; number++)
        {
            var value = new byte[16];
            BinaryPrimitives.WriteUInt64LittleEndian(value, 0xe7037ed1a0b428db);
            BinaryPrimitives.WriteUInt64LittleEndian(value.AsSpan(8), number);
            request.Span(trace, number, "GET /", SpanKind.Internal, Now, [("blob", value)]);
        }

        await request.SendAsync(server);

        await CorrelatedAsync(server);
        (await server.SpansAsync(trace)).Count.ShouldBe(ManyValues);
    }

    private static Task CorrelatedAsync(CorrelatorServer server) =>
        Eventually.TrueAsync(async () => await server.CountAsync("ledger_batch", "state < 2") == 0, "all batches correlated", Seconds);
}
