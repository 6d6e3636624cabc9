using System.Diagnostics;
using Correlator.Benchmarks.Load;
using Correlator.Telemetry.Batches;
using Npgsql;

namespace Correlator.Benchmarks;

/// <summary>Requests of 500 spans through decoding and group commit into a real Postgres. Asserts that every span is in a block.</summary>
internal static class CommitBenchmarks
{
    /// <summary>Until then the compiler is at work as much as the code.</summary>
    private const int WarmUp = 800;

    /// <summary>Requests that differ in more than their ids, when they are made.</summary>
    private const int Templates = 400;

    /// <param name="batches">Requests that are measured.</param>
    /// <param name="corpus">A folder of trace requests in protobuf (<c>trace*.bin</c>) to store instead of <see cref="SampleSpans"/>.</param>
    public static async Task<int> RunAsync(int batches, string? corpus)
    {
        await using var storage = await StorageUnderTest.StartAsync();
        var now = SampleSpans.NowNano();
        var requests = (corpus is null
            ? ParallelEnumerable.Range(0, Templates).Select(number => SampleSpans.Request(number, now))
            : CorpusRequests.Read(corpus).AsParallel()).Select(request => new RepeatedRequest(request)).ToArray();
        TelemetryBatch Decode(int number) => SampleSpans.DecodeHashed(requests[number % requests.Length], number / requests.Length, now);
        await storage.CommitAsync(Enumerable.Range(0, WarmUp), Decode);

        var spans = batches * SampleSpans.PerRequest;
        var postgres = new ProcessCost(await PostmasterAsync(storage));
        var (started, cpu, postgresCpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, postgres.Seconds);
        await storage.CommitAsync(Enumerable.Range(WarmUp, batches), Decode);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var (perMillion, postgresPerMillion) = (
            (Environment.CpuUsage.TotalTime - cpu).TotalSeconds * 1_000_000 / spans,
            (postgres.Seconds - postgresCpu) * 1_000_000 / spans);

        await using var connection = await storage.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await using var count = new NpgsqlCommand(
            """
            SELECT coalesce(sum(records), 0)::bigint, coalesce(sum(octet_length(body) + octet_length(bloom)), 0)::bigint
            FROM span_block WHERE tenant_id = @tenant
            """,
            connection);
        count.Parameters.AddWithValue("tenant", SampleSpans.Tenant);
        await using var row = await count.ExecuteReaderAsync();
        await row.ReadAsync();
        var stored = row.GetInt64(0);
        Expect.Equal((long)(WarmUp + batches) * SampleSpans.PerRequest, stored, "spans stored");
        Console.WriteLine(
            $"{spans / seconds:N0} spans/s committed ({batches} requests of {SampleSpans.PerRequest} in {seconds:F2} s), "
            + $"{row.GetInt64(1) / (double)stored:F1} bytes a span; CPU seconds per million: {perMillion:F1} here, {postgresPerMillion:F1} in Postgres");
        return 0;
    }

    /// <summary>The process whose children are the connections' processes.</summary>
    private static async Task<int> PostmasterAsync(StorageUnderTest storage)
    {
        await using var connection = await storage.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await using var folder = new NpgsqlCommand("SELECT pg_read_file('postmaster.pid')", connection);
        var file = (string?)await folder.ExecuteScalarAsync() ?? "";
        return int.Parse(file.Split('\n')[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}
