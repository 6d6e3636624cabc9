using Correlator.Correlation;
using Correlator.Ingest;
using Correlator.IntegrationTests.Support;
using Correlator.Storage.Catalogs;
using Correlator.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Correlation;

public sealed class RollupReaderTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Tenant = TenantResolver.LocalTenant;
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow().AddMinutes(-5);

    [Fact]
    public async Task Sums_OfSeveralRanges_AreThoseOfTheirMinutes()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        (string, object)[] queue = [("messaging.system", "rabbitmq"), ("messaging.destination.name", "orders")];
        var request = new OtlpRequest(("service.name", "shop"));
        for (var minute = 0; minute < 3; minute++)
        {
            for (ulong call = 1; call <= 4; call++)
            {
                var error = call == 4 ? "no" : null;
                request.Span(
                    OtlpSamples.NewTrace(), call, "GET", SpanKind.Server, Now.AddMinutes(minute), [], milliseconds: call * 10, error: error);
            }

            request.Gauge("messaging.queue.depth", 5 + minute, Now.AddMinutes(minute), queue);
        }

        await request.Span(OtlpSamples.NewTrace(), 1, "send", SpanKind.Producer, Now, [.. queue, ("messaging.message.id", "m-1")]).SendAsync(server);
        await Eventually.TrueAsync(
            async () => await server.CountAsync("ledger_batch") > 0 && await server.CountAsync("ledger_batch", "state < 2") == 0,
            "all batches correlated");
        var reader = server.Services.GetRequiredService<RollupReader>();
        var function = (await server.Services.GetRequiredService<FunctionReader>().NamedAsync(Tenant, ["shop"], CancellationToken.None)).Single();
        var first = Minute(Now.UtcDateTime);
        MinuteRange[] ranges =
        [
            new(function, first, first.AddMinutes(2)),
            new(function, first, first.AddMinutes(10)),
            new(function, first.AddDays(-1), first),
            new(int.MaxValue, first, first.AddMinutes(10)),
        ];

        var numbers = await reader.FunctionsAsync(Tenant, ranges, CancellationToken.None);

        ranges.Select(range => (numbers[range].Invocations, numbers[range].Errors, numbers[range].LastMinute)).ShouldBe(
        [
            (8, 2, first.AddMinutes(1)),
            (12, 3, first.AddMinutes(2)),
            (0, 0, null),
            (0, 0, null),
        ]);
        ranges.Select(range => numbers[range].Buckets.Sum()).ShouldBe([8, 12, 0, 0]);
        numbers[ranges[0]].DurationUs.ShouldBe(200_000);
        (await reader.FunctionsAsync(2, ranges, CancellationToken.None)).Values.ShouldAllBe(row => row.Invocations == 0);

        var queueId = (await server.Services.GetRequiredService<QueueReader>().NamedAsync(Tenant, ["orders"], CancellationToken.None)).Single();
        var range = new MinuteRange(queueId, first, first.AddMinutes(10));
        var queued = (await reader.QueuesAsync(Tenant, [range, range], CancellationToken.None))[range];
        (queued.Published, queued.Depth).ShouldBe((1, 7));
        (await reader.QueuesAsync(2, [range], CancellationToken.None))[range].Depth.ShouldBeNull();
    }

    private static DateTime Minute(DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMinute));
}
