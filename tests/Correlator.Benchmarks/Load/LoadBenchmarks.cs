using System.Diagnostics;
using System.Globalization;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;
using Npgsql;

namespace Correlator.Benchmarks.Load;

/// <summary>
/// The whole way: the Release executable with its embedded Postgres, driven over its doors by senders on the same machine, mix by mix, each on a server and a
/// database of its own. Asserts that what was acknowledged is what is stored.
/// </summary>
internal static class LoadBenchmarks
{
    private const int Templates = 100;

    /// <param name="only">A part of a mix's name; null for all.</param>
    public static async Task<int> RunAsync(int seconds, int warmup, string? only)
    {
        var mixes = LoadMix.All.Where(mix => only is null || mix.Name.Contains(only, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (mixes.Length == 0)
        {
            Console.Error.WriteLine($"No mix has \"{only}\" in its name. There are: {string.Join("; ", LoadMix.All.Select(mix => mix.Name))}.");
            return 1;
        }

        Console.WriteLine(
            $"{Environment.ProcessorCount} cores for senders, server and Postgres; {seconds} s a mix after {warmup} s of warm-up; "
            + "every answer after its commit.");
        Console.WriteLine();
        Console.WriteLine(
            "| mix | records/s | requests/s | server CPU s per million | Postgres CPU s per million | peak MiB "
            + "| bytes a record, sent / in blocks | ack p50 ms | p99 ms |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var mix in mixes)
        {
            Console.WriteLine(await RunAsync(mix, seconds, warmup));
        }

        return 0;
    }

    private static async Task<string> RunAsync(LoadMix mix, int seconds, int warmup)
    {
        await using var server = new ServerProcess();
        await server.StartAsync();
        var corpus = Corpus(mix);
        using var sender = new LoadSender(mix, corpus, server.Grpc, server.Http);
        await sender.SendForAsync(TimeSpan.FromSeconds(warmup));
        var before = sender.Acknowledged.ToDictionary();

        var (own, postgres) = (new ProcessCost(server.ProcessId), new ProcessCost(Postmaster(server)));
        var (ownBefore, postgresBefore, started) = (own.Seconds, postgres.Seconds, Stopwatch.GetTimestamp());
        await sender.SendForAsync(TimeSpan.FromSeconds(seconds));
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var (ownSeconds, postgresSeconds) = (own.Seconds - ownBefore, postgres.Seconds - postgresBefore);

        foreach (var signal in mix.Signals)
        {
            Expect.Equal(before[signal] + sender.Acknowledged[signal], await StoredAsync(server, signal), $"{mix.Name}: {signal} stored");
        }

        var records = sender.Acknowledged.Values.Sum();
        var times = sender.Milliseconds.Order().ToArray();
        var sent = corpus.Values.Average(requests => requests.Average(request => request.Length)) / mix.PerRequest;
        var bytes = await BytesAsync(server) / (double)(records + before.Values.Sum());
        var culture = CultureInfo.InvariantCulture;
        return string.Create(culture, $"| {mix.Name}, {mix.Concurrency} at once | {records / elapsed:N0} | {times.Length / elapsed:N0} ")
            + string.Create(culture, $"| {ownSeconds / records * 1e6:F1} | {postgresSeconds / records * 1e6:F1} | {own.PeakMebibytes} ")
            + string.Create(culture, $"| {sent:F0} / {bytes:F0} | {times[times.Length / 2]:F0} | {times[times.Length * 99 / 100]:F0} |");
    }

    private static Dictionary<Signal, LoadRequest[]> Corpus(LoadMix mix)
    {
        var corpus = new LoadCorpus(seed: 1, TimeProvider.System.GetUtcNow());

        // Small requests are many, or the same few would follow each other.
        var count = Math.Max(Templates, Templates * 20 / mix.PerRequest);
        return mix.Signals.ToDictionary(signal => signal, signal => Enumerable.Range(0, count).Select(_ => corpus.Next(signal, mix.PerRequest)).ToArray());
    }

    private static int Postmaster(ServerProcess server)
    {
        var file = Directory.EnumerateFiles(server.DataFolder, "postmaster.pid", SearchOption.AllDirectories).First();
        return int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture);
    }

    private static Task<long> StoredAsync(ServerProcess server, Signal signal) => ScalarAsync(server, signal switch
    {
        Signal.Traces => "SELECT coalesce(sum(records), 0)::bigint FROM span_block",
        Signal.Logs => "SELECT coalesce(sum(records), 0)::bigint FROM log_block",
        _ => "SELECT coalesce(sum(points), 0)::bigint FROM ledger_batch",
    });

    /// <summary>Blocks with their Bloom filters, as they lie on disk; what correlation makes of them is not telemetry any more.</summary>
    private static Task<long> BytesAsync(ServerProcess server) => ScalarAsync(
        server,
        """
        SELECT (
          (SELECT coalesce(sum(octet_length(body) + octet_length(bloom)), 0) FROM span_block)
          + (SELECT coalesce(sum(octet_length(body) + octet_length(bloom)), 0) FROM log_block))::bigint
        """);

    private static async Task<long> ScalarAsync(ServerProcess server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.EmbeddedConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync() ?? 0L);
    }
}
