using System.Diagnostics;
using Npgsql;

namespace Correlator.Benchmarks;

/// <summary>Requests of 500 spans through decoding and group commit into a real Postgres. Asserts that every span is in a block.</summary>
internal static class CommitBenchmarks
{
    /// <summary>Until then the compiler is at work as much as the code.</summary>
    private const int WarmUp = 800;

    public static async Task<int> RunAsync(int batches)
    {
        await using var storage = await StorageUnderTest.StartAsync();
        var now = SampleSpans.NowNano();
        var requests = ParallelEnumerable.Range(0, WarmUp + batches).Select(number => SampleSpans.Request(number, now)).ToArray();
        await storage.CommitAsync(requests.Take(WarmUp), now);

        var started = Stopwatch.GetTimestamp();
        await storage.CommitAsync(requests.Skip(WarmUp), now);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;

        await using var connection = await storage.Get<NpgsqlDataSource>().OpenConnectionAsync();
        const string sql =
            """
            SELECT coalesce(sum(records), 0)::bigint, coalesce(sum(octet_length(body) + octet_length(bloom)), 0)::bigint
            FROM span_block
            WHERE tenant_id = @tenant
            """;
        await using var count = new NpgsqlCommand(sql, connection);
        count.Parameters.AddWithValue("tenant", SampleSpans.Tenant);
        await using var row = await count.ExecuteReaderAsync();
        await row.ReadAsync();
        var stored = row.GetInt64(0);
        Expect.Equal((long)requests.Length * SampleSpans.PerRequest, stored, "spans stored");
        Console.WriteLine(
            $"{batches * SampleSpans.PerRequest / seconds:N0} spans/s committed "
            + $"({batches} requests of {SampleSpans.PerRequest} in {seconds:F2} s), {row.GetInt64(1) / (double)stored:F1} bytes a span");
        return 0;
    }
}
