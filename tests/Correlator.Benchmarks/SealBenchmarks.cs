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

    /// <param name="spans">How many, in whole requests.</param>
    /// <param name="corpus">A folder of trace requests in protobuf (<c>trace*.bin</c>) to store instead of <see cref="SampleSpans"/>.</param>
    public static async Task<int> RunAsync(int spans, string? corpus)
    {
        await using var storage = await StorageUnderTest.StartAsync();
        var count = Math.Max(1, spans / SampleSpans.PerRequest);
        var now = SampleSpans.NowNano();
        var requests = corpus is null
            ? Enumerable.Range(0, count).Select(number => SampleSpans.Request(number, now))
            : CorpusRequests.Read(corpus).Take(count);
        var questions = new SealQuestions();
        await storage.CommitAsync(requests.Select(questions.Note), request => SampleSpans.DecodeHashed(request, now));

        Console.WriteLine("| | blocks | bytes a span | with trace index | trace by id p50 / p99 ms | one value p50 / p99 ms |");
        Console.WriteLine("|---|---|---|---|---|---|");
        var fresh = await MeasureAsync(storage, questions, "fresh");

        // A day is sealed once its facts were found, which is not what is measured here.
        await storage.Get<NpgsqlDataSource>().ExecuteAsync("UPDATE ledger_batch SET state = 2", null, CancellationToken.None);
        var (started, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var sealer = new Sealer(
            storage.Get<SealingStore>(),
            storage.Get<PartitionStore>(),
            storage.Get<ElectionStore>(),
            storage.Get<IOptions<StorageOptions>>(),
            new LaterTime(NextDay),
            NullLogger<Sealer>.Instance);
        var days = await sealer.SealClosedDaysAsync(CancellationToken.None);
        var (seconds, cpu) = (Stopwatch.GetElapsedTime(started).TotalSeconds, Environment.CpuUsage.TotalTime - before);
        Expect.Equal(questions.Spans, days.Sum(day => day.Records), "spans sealed");
        Expect.Equal(fresh, await MeasureAsync(storage, questions, "sealed"), "spans that one value found");
        Console.WriteLine(
            $"sealed at {questions.Spans / seconds:N0} spans/s without its rests, "
            + $"{cpu.TotalSeconds * 1_000_000 / questions.Spans:F1} CPU seconds per million");
        return 0;
    }

    private static async Task<int> MeasureAsync(StorageUnderTest storage, SealQuestions questions, string state)
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
        var byId = await TimesAsync(questions.Traces(Lookups), async trace =>
            Expect.Equal(trace.Value, (await reader.ReadTracesAsync(SampleSpans.Tenant, [trace.Key], CancellationToken.None)).Count, "spans of one trace"));
        var found = 0;
        var byValue = await TimesAsync(
            questions.Queries(Searches),
            async query => found += (await reader.SearchAsync(SampleSpans.Tenant, query, CancellationToken.None)).Count);

        Console.WriteLine(
            $"| {state} | {blocks:N0} | {bytes / (double)records:F1} | {(bytes + index) / (double)records:F1} "
            + $"| {byId[Lookups / 2]:F1} / {byId[Lookups * 99 / 100]:F1} | {byValue[Searches / 2]:F0} / {byValue[^1]:F0} |");
        return found;
    }

    private static async Task<double[]> TimesAsync<T>(T[] questions, Func<T, Task> ask)
    {
        var times = new double[questions.Length];
        for (var index = 0; index < times.Length; index++)
        {
            var started = Stopwatch.GetTimestamp();
            await ask(questions[index]);
            times[index] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(times);
        return times;
    }
}
