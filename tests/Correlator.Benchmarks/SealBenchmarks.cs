using System.Diagnostics;
using Correlator.IntegrationTests.Support;
using Correlator.Storage;
using Correlator.Storage.Schema;
using Correlator.Storage.Sealing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Correlator.Benchmarks;

/// <summary>A day's spans before and after they are sealed: bytes, a trace by its id, one attribute value. Asserts that both give the same.</summary>
internal static class SealBenchmarks
{
    private const int Lookups = 300;
    private const int Searches = 20;
    private static readonly TimeSpan NextDay = TimeSpan.FromDays(1.5);

    public static async Task<int> RunAsync(int spans)
    {
        await using var storage = await StorageUnderTest.StartAsync();
        var requests = Math.Max(1, spans / SampleSpans.PerRequest);
        var now = SampleSpans.NowNano();
        await storage.CommitAsync(Enumerable.Range(0, requests).Select(number => SampleSpans.Request(number, now)), now);

        Console.WriteLine("| | blocks | bytes a span | with trace index | trace by id p50 / p99 ms | one value p50 / p99 ms |");
        Console.WriteLine("|---|---|---|---|---|---|");
        var fresh = await MeasureAsync(storage, requests, now, "fresh");
        var started = Stopwatch.GetTimestamp();
        var days = await new Sealer(
            storage.Get<SealingStore>(), storage.Get<PartitionStore>(), storage.Get<ElectionStore>(), storage.Get<IOptions<StorageOptions>>(), new LaterTime(NextDay), NullLogger<Sealer>.Instance)
            .SealClosedDaysAsync(CancellationToken.None);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Expect.Equal((long)requests * SampleSpans.PerRequest, days.Sum(day => day.Records), "spans sealed");
        Expect.Equal(fresh, await MeasureAsync(storage, requests, now, "sealed"), "spans that one value found");
        Console.WriteLine($"sealed at {requests * SampleSpans.PerRequest / seconds:N0} spans/s without its rests");
        return 0;
    }

    private static async Task<int> MeasureAsync(StorageUnderTest storage, int requests, long now, string state)
    {
        await using var connection = await storage.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await using var size = new NpgsqlCommand(
            """
            SELECT count(*), coalesce(sum(octet_length(body) + octet_length(bloom)), 0)::bigint, coalesce(sum(records), 0)::bigint,
                   (SELECT sum(pg_total_relation_size(inhrelid))::bigint FROM pg_inherits WHERE inhparent = 'trace_block'::regclass)
            FROM span_block WHERE tenant_id = @tenant
            """,
            connection);
        size.Parameters.AddWithValue("tenant", SampleSpans.Tenant);
        await using var row = await size.ExecuteReaderAsync();
        await row.ReadAsync();
        var (blocks, bytes, records, index) = (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3));

        var reader = storage.Get<SpanReader>();
        var random = new Random(1);
        var byId = await TimesAsync(Lookups, async () =>
        {
            var trace = SampleSpans.TraceIdOf(random.Next(requests), random.Next(SampleSpans.PerRequest / SampleSpans.PerTrace));
            Expect.Equal(SampleSpans.PerTrace, (await reader.ReadTracesAsync(SampleSpans.Tenant, [trace], CancellationToken.None)).Count, "spans of one trace");
        });

        var found = 0;
        var order = 0;
        var byValue = await TimesAsync(Searches, async () =>
        {
            var query = new SpanQuery { FromNano = now - 3_600_000_000_000, UntilNano = now + 3_600_000_000_000, Limit = 100, Attributes = [("correlation.id", $"ORD-{order++}")] };
            found += (await reader.SearchAsync(SampleSpans.Tenant, query, CancellationToken.None)).Count;
        });

        Console.WriteLine($"| {state} | {blocks:N0} | {bytes / (double)records:F1} | {(bytes + index) / (double)records:F1} | {byId[Lookups / 2]:F1} / {byId[Lookups * 99 / 100]:F1} | {byValue[Searches / 2]:F0} / {byValue[^1]:F0} |");
        return found;
    }

    private static async Task<double[]> TimesAsync(int count, Func<Task> work)
    {
        var times = new double[count];
        for (var index = 0; index < count; index++)
        {
            var started = Stopwatch.GetTimestamp();
            await work();
            times[index] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(times);
        return times;
    }
}
