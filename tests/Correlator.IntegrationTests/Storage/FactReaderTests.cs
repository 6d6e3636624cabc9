using Correlator.IntegrationTests.Support;
using Correlator.Storage.Facts;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Storage;

/// <summary>Ids that few traces share are looked up together; one that thousands share costs no more than its limit, and its neighbours nothing.</summary>
public sealed class FactReaderTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Limit = 20;
    private static readonly Guid Rare = new("00000000-0000-0000-0000-000000000001");
    private static readonly Guid Hot = new("00000000-0000-0000-0000-000000000002");
    private static readonly DateTime From = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1);

    [Theory]
    [InlineData(15)]
    [InlineData(12_000)]
    public async Task TracesByKey_OneKeyOfManyTraces_GivesAllOfTheOthersAndAtMostTheLimitWhereThereAreThousands(int traces)
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await server.ExecuteAsync(
            $"""
            INSERT INTO correlation_key (seen_on, key_hash, trace_id, tenant_id, batch_id, scope, first_at, name, value)
            SELECT now()::date, CASE WHEN n = 0 THEN '{Rare}' ELSE '{Hot}' END::uuid, gen_random_uuid(), 1, 1, 1, now(), 'id', 'x'
            FROM generate_series(0, {traces}) AS n
            """);

        var found = await Reader(server).TracesByKeyAsync(1, [Rare, Hot], Limit, From, From.AddHours(2), CancellationToken.None);

        found.Count(key => key.KeyHash == Rare).ShouldBe(1);
        found.Count(key => key.KeyHash == Hot).ShouldBe(Math.Min(traces, Limit));
    }

    [Theory]
    [InlineData(15)]
    [InlineData(12_000)]
    public async Task Neighbours_OneMessageOfManyTraces_GivesAllOfTheOthersAndAtMostTheLimitWhereThereAreThousands(int traces)
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var waiting = OtlpSamples.NewTrace().ToGuid();
        await server.ExecuteAsync(
            $"""
            INSERT INTO sighting (
                at, trace_id, span_id, message_key, context_trace_id, context_span_id, tenant_id, queue_id, function_id, batch_id, kind, ordinal,
                delivery_count, duration_us, failed, in_batch, message_id, error_signature)
            SELECT now(), gen_random_uuid(), 1, CASE WHEN n = 0 THEN '{Rare}' ELSE '{Hot}' END::uuid,
                CASE WHEN n = 0 THEN '{waiting}' ELSE gen_random_uuid() END::uuid, 1, 1, 1, 1, 1, 2, 0, 0, 0, false, false, 'm', ''
            FROM generate_series(0, {traces}) AS n
            """);

        var found = await Reader(server).NeighboursAsync(1, [Rare, Hot], [waiting], Limit, From, From.AddHours(2), CancellationToken.None);

        found.Count(neighbour => neighbour.MessageKey == Rare).ShouldBe(1);
        found.Count(neighbour => neighbour.MessageKey == Hot).ShouldBe(Math.Min(traces, Limit));

        // The one that waits for what this trace published.
        found.Count(neighbour => neighbour.MessageKey == Guid.Empty).ShouldBe(1);
    }

    private static FactReader Reader(CorrelatorServer server) => server.Services.GetRequiredService<FactReader>();
}
