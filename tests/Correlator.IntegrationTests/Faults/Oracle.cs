using Correlator.Detection;
using Correlator.Ingest;
using Correlator.IntegrationTests.Detection;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Correlator.IntegrationTests.Faults;

/// <summary>
/// Whether a database holds everything that exporters were told it holds, once, and whether every derived number is that of a recount of the
/// stored data.
/// </summary>
internal static class Oracle
{
    private const int ShownDifferences = 10;

    /// <param name="load">All that ever wrote to the database.</param>
    public static async Task CheckAsync(string database, ShopLoad load)
    {
        await CheckAsync(database, load.Acknowledged, load.Start);
        load.FinalRefusals.ShouldBeEmpty(load.OtherAnswers);
    }

    /// <param name="acknowledged">What exporters were told is stored; nobody else ever wrote to the database.</param>
    /// <param name="start">When the first order was taken.</param>
    public static async Task CheckAsync(string database, IReadOnlyCollection<ShopRequest> acknowledged, DateTimeOffset start)
    {
        await Eventually.TrueAsync(
            async () => await StoredTelemetry.CountAsync(database, "SELECT count(*) FROM ledger_batch WHERE state < 2") == 0,
            "everything correlated");
        var raw = await RawShop.ReadAsync(database);
        await CheckRawAsync(database, raw, acknowledged);
        var recount = new Recount(raw.Spans);
        ShouldBeSame(await Derived.LinesAsync(database), recount.Lines());
        await CheckFindingsAsync(database, recount, start.AddMinutes(4));
    }

    /// <summary>A fault must come in the middle of things, or it tests nothing.</summary>
    public static void ShouldHaveHurt(this ShopLoad load) => load.OtherAnswers.ShouldNotBeEmpty("the fault was felt by somebody");

    private static async Task CheckRawAsync(string database, RawShop raw, IReadOnlyCollection<ShopRequest> acknowledged)
    {
        acknowledged.ShouldNotBeEmpty();
        var spans = raw.Spans.GroupBy(span => span.TraceId).ToDictionary(trace => trace.Key, trace => trace.Count());
        var logs = raw.Logs.GroupBy(log => log.TraceId).ToDictionary(trace => trace.Key, trace => trace.Count());
        var points = (await StoredTelemetry.QueryAsync<double>(database, "SELECT value FROM metric_point")).ToHashSet();
        Lost(Signal.Traces, request => spans.GetValueOrDefault(request.Trace) != request.Records).ShouldBeEmpty("acknowledged spans are stored");
        Lost(Signal.Logs, request => logs.GetValueOrDefault(request.Trace) != request.Records).ShouldBeEmpty("acknowledged log records are stored");
        Lost(Signal.Metrics, request => !points.Contains(Value(request))).ShouldBeEmpty("acknowledged points are stored");

        // Readers show a span once that is stored twice: these sums do not.
        (await SumAsync("records", "span_block")).ShouldBe(raw.Spans.Count, "every span is stored once");
        (await SumAsync("records", "log_block")).ShouldBe(raw.Logs.Count, "every log record is in a trace's block");
        raw.Logs.Count.ShouldBe(logs.Count, "every log record is stored once");
        var all = raw.Spans.Count + raw.Logs.Count + points.Count;
        (await SumAsync("records", "ledger_request")).ShouldBe(all, "the ledger knows what is stored");
        (await SumAsync("spans + log_records + points", "ledger_batch")).ShouldBe(all, "batches tell what they brought");

        IEnumerable<string> Lost(Signal signal, Func<ShopRequest, bool> isLost) =>
            acknowledged.Where(request => request.Signal == signal && isLost(request)).Select(request => request.Key);

        static double Value(ShopRequest request) => double.Parse(request.Key.Split('/')[0], System.Globalization.CultureInfo.InvariantCulture);

        Task<long> SumAsync(string what, string table) => StoredTelemetry.CountAsync(database, $"SELECT coalesce(sum({what}), 0)::bigint FROM {table}");
    }

    private static void ShouldBeSame(IReadOnlyList<string> derived, IEnumerable<string> recounted)
    {
        var expected = recounted.ToHashSet();
        derived.Except(expected).Take(ShownDifferences).ShouldBeEmpty("derived, but not by a recount");
        expected.Except(derived).Take(ShownDifferences).ShouldBeEmpty("found by a recount, but not derived");
        derived.Count.ShouldBe(expected.Count);
    }

    /// <summary>Evaluated once as of a time whose window holds the whole load; the server's own detection sleeps.</summary>
    private static async Task CheckFindingsAsync(string database, Recount recount, DateTimeOffset now)
    {
        await using var source = NpgsqlDataSource.Create(database);
        var store = new FindingStore(source);
        var step = new DetectionStep(new SampleStore(source), store, Options.Create(new DetectionOptions()), new FixedTime(now));
        await step.RunAsync(TenantResolver.LocalTenant, CancellationToken.None);
        var findings = (await store.OpenAsync(TenantResolver.LocalTenant, CancellationToken.None)).ToLookup(finding => finding.Kind);
        var (messages, attempts, most) = recount.Retries();
        var isStorm = attempts - messages >= new DetectionOptions().RetryCount && attempts >= messages * new DetectionOptions().RetryAmplification;
        findings[FindingKind.RetryStorm]
            .Select(finding => (finding.Number("messages"), finding.Number("attempts"), finding.Number("mostAttempts")))
            .ShouldBe(isStorm ? [(messages, attempts, most)] : []);
        findings[FindingKind.DeadLetterGrowth].Select(finding => finding.Number("deadLettered")).ShouldBe(recount.Buried() == 0 ? [] : [recount.Buried()]);
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
