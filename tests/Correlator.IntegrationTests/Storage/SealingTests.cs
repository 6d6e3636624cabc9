using Correlator.IntegrationTests.Support;
using Correlator.Storage;
using Correlator.Storage.Commit;
using Correlator.Storage.Schema;
using Correlator.Storage.Sealing;
using Correlator.Telemetry;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Correlator.IntegrationTests.Storage;

/// <summary>Today's blocks, sealed by a server whose clock is two days ahead.</summary>
public sealed class SealingTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const long Noon = 1_767_225_600_000_000_000;
    private static readonly SpanQuery AllSpans = new() { FromNano = Noon, UntilNano = Noon + 1_000_000_000, Limit = 1000 };
    private static readonly LogQuery AllLogs = new() { FromNano = 0, UntilNano = long.MaxValue, Limit = 1000 };

    [Fact]
    public async Task Seal_ClosedDay_ReadsAsBeforeFromFewerBlocks()
    {
        await using var server = await StartAsync();
        var traces = await StoreAsync(server, requests: 6);
        var before = await ContentAsync(server, traces);

        var days = await Sealer(server).SealClosedDaysAsync(CancellationToken.None);

        var today = days.Single(day => day.Records > 0);
        (today.Records, today.BlocksBefore, today.BlocksAfter).ShouldBe((36, 12, 2));
        today.BytesAfter.ShouldBeLessThan(today.BytesBefore);
        (await ContentAsync(server, traces)).ShouldBe(before);
        (await server.CountAsync("span_block", "format = 2")).ShouldBe(1);
        (await server.CountAsync("trace_block")).ShouldBe(12);
    }

    [Fact]
    public async Task Seal_Twice_FindsNothingMoreToDo()
    {
        await using var server = await StartAsync();
        await StoreAsync(server, requests: 2);
        await Sealer(server).SealClosedDaysAsync(CancellationToken.None);

        (await Sealer(server).SealClosedDaysAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Seal_DayThatIsStillOpen_IsLeftAlone()
    {
        await using var server = await StartAsync();
        await StoreAsync(server, requests: 1);

        var days = await Sealer(server, TimeSpan.Zero).SealClosedDaysAsync(CancellationToken.None);

        days.ShouldAllBe(day => day.Records == 0, "yesterday's partitions are there and empty");
        (await server.CountAsync("span_block", "format = 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Seal_DayWhoseFactsNobodyLookedFor_WaitsForThem()
    {
        await using var server = await StartAsync();
        await using (await server.StopCorrelationAsync())
        {
            (await server.CommitAsync(Batches.Spans(OtlpSamples.NewTrace()))).ShouldBe(CommitOutcome.Stored);

            (await Sealer(server).SealClosedDaysAsync(CancellationToken.None)).ShouldAllBe(day => day.Records == 0);
        }

        await server.CorrelatedAsync();
        (await Sealer(server).SealClosedDaysAsync(CancellationToken.None)).Sum(day => day.Records).ShouldBe(1);
        (await server.CountAsync("journey")).ShouldBe(1);
    }

    [Fact]
    public async Task Seal_AfterACrashBeforeTheExchange_BeginsAnewAndKeepsEverything()
    {
        await using var server = await StartAsync();
        var traces = await StoreAsync(server, requests: 3);
        var before = await ContentAsync(server, traces);
        var store = server.Services.GetRequiredService<SealingStore>();
        await store.BeginAsync(Today(), CancellationToken.None);
        var stored = await store.ReadAsync(Signal.Traces, Today(), long.MinValue, 10, CancellationToken.None);
        await store.AddAsync(Signal.Traces, Today(), stored[0], SealedSpanEncoder.Encode(await SpansAsync(server)), CancellationToken.None);

        // Here the server dies. What lies beside the day is seen by nobody, and dropped by the next one.
        (await ContentAsync(server, traces)).ShouldBe(before);
        (await Sealer(server).SealClosedDaysAsync(CancellationToken.None)).Single(day => day.Records > 0).Records.ShouldBe(18);
        (await ContentAsync(server, traces)).ShouldBe(before);
    }

    [Fact]
    public async Task Replace_DayThatGotMoreBlocksMeanwhile_ChangesNothing()
    {
        await using var server = await StartAsync();
        await StoreAsync(server, requests: 1);
        var store = server.Services.GetRequiredService<SealingStore>();
        await store.BeginAsync(Today(), CancellationToken.None);

        var isReplaced = await store.TryReplaceAsync(new SealedDay(Today(), BlocksBefore: 1, 1, 1, 1, 1), CancellationToken.None);

        isReplaced.ShouldBeFalse("there are two blocks, one of spans and one of logs");

        (await server.CountAsync("span_block")).ShouldBe(1);
        (await server.CountAsync("sealed_day")).ShouldBe(0);
    }

    [Fact]
    public async Task Replace_TablesInUse_GivesUpWithinItsTimeAndSucceedsLater()
    {
        await using var server = await StartAsync();
        await StoreAsync(server, requests: 1);
        var store = server.Services.GetRequiredService<SealingStore>();
        await store.BeginAsync(Today(), CancellationToken.None);
        var day = new SealedDay(Today(), BlocksBefore: 2, 0, 0, 0, 0);
        await using (var reader = await server.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync())
        {
            await using var reading = await reader.BeginTransactionAsync();
            await reader.ExecuteAsync("SELECT count(*) FROM span_block", transaction: reading);

            (await store.TryReplaceAsync(day, CancellationToken.None)).ShouldBeFalse();
            (await server.CommitAsync(Batches.Spans(OtlpSamples.NewTrace(), name: "meanwhile"))).ShouldBe(CommitOutcome.Stored);
        }

        await server.CorrelatedAsync();

        (await store.TryReplaceAsync(day with { BlocksBefore = 3 }, CancellationToken.None)).ShouldBeTrue();
    }

    [Fact]
    public async Task Commit_ToADayThatIsSealed_IsStoredBesideIt()
    {
        await using var server = await StartAsync();
        await StoreAsync(server, requests: 1);
        await Sealer(server).SealClosedDaysAsync(CancellationToken.None);
        var trace = OtlpSamples.NewTrace();

        (await server.CommitAsync(Batches.Spans(trace, count: 2))).ShouldBe(CommitOutcome.Stored);

        (await server.SpansAsync(trace)).Count.ShouldBe(2);
        (await server.CountAsync("span_block", "format = 2")).ShouldBe(1);
    }

    [Fact]
    public async Task Drop_SealedDayOlderThanTheRetention_IsGone()
    {
        await using var server = await StartAsync();
        await StoreAsync(server, requests: 1);
        await Sealer(server).SealClosedDaysAsync(CancellationToken.None);
        var partitions = server.Services.GetRequiredService<PartitionStore>();

        var spanBlocks = PartitionedTable.All.Single(table => table.Name == "span_block");
        var existing = await partitions.ExistingAsync(CancellationToken.None);
        await partitions.DropAsync(spanBlocks, existing, Today().AddDays(1), CancellationToken.None);

        (await server.CountAsync("span_block")).ShouldBe(0);
    }

    /// <summary>A server that leaves sealing to the test.</summary>
    private Task<CorrelatorServer> StartAsync() => CorrelatorServer.StartAsync(postgres, ("Correlator:Storage:Seal", "false"));

    private static DateOnly Today() => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    private static Sealer Sealer(CorrelatorServer server, TimeSpan? ahead = null) => new(
        server.Services.GetRequiredService<SealingStore>(),
        server.Services.GetRequiredService<PartitionStore>(),
        server.Services.GetRequiredService<ElectionStore>(),
        server.Services.GetRequiredService<IOptions<StorageOptions>>(),
        new LaterTime(ahead ?? TimeSpan.FromDays(1.5)),
        NullLogger<Sealer>.Instance);

    /// <summary>Requests of five spans and one line, each committed by itself.</summary>
    private static async Task<TraceId[]> StoreAsync(CorrelatorServer server, int requests)
    {
        var queue = server.Services.GetRequiredService<CommitQueue>();
        var traces = Enumerable.Range(0, requests).Select(_ => OtlpSamples.NewTrace()).ToArray();
        foreach (var trace in traces)
        {
            (await queue.CommitAsync(Batches.Spans(trace, count: 5), CancellationToken.None)).ShouldBe(CommitOutcome.Stored);
            (await queue.CommitAsync(Batches.Of(Signal.Logs, Line(trace)), CancellationToken.None)).ShouldBe(CommitOutcome.Stored);
        }

        await server.CorrelatedAsync();
        return traces;
    }

    private static string Line(TraceId trace) => $$$"""
        {"resourceLogs":[{
          "resource":{"attributes":[{"key":"service.name","value":{"stringValue":"sample"}}]},
          "scopeLogs":[{"logRecords":[{
            "timeUnixNano":"{{{Noon}}}",
            "severityNumber":9,
            "traceId":"{{{trace}}}",
            "spanId":"eee19b7ec3c1b174",
            "body":{"stringValue":"accepted order {{{Guid.NewGuid()}}}"},
            "attributes":[{"key":"order.id","value":{"stringValue":"A-1"}}]
          }]}]
        }]}
        """;

    private static async Task<IReadOnlyList<Correlator.Telemetry.Read.Span>> SpansAsync(CorrelatorServer server) =>
        await server.Services.GetRequiredService<SpanReader>().SearchAsync(1, AllSpans, CancellationToken.None);

    /// <summary>What each way of reading gives.</summary>
    private static async Task<string[]> ContentAsync(CorrelatorServer server, TraceId[] traces)
    {
        var logs = server.Services.GetRequiredService<LogReader>();
        return
        [
            .. (await server.SpansAsync(traces))
                .Select(span => $"{span.TraceId} {span.SpanId} {span.Name} {span.StartNano} {string.Join(',', span.Attributes)}")
                .Order(),
            .. (await server.LogsAsync(traces)).Select(log => $"{log.TraceId} {log.Body} {string.Join(',', log.Attributes)}").Order(),
            .. (await SpansAsync(server)).Select(span => $"{span.TraceId} {span.SpanId}").Order(),
            .. (await logs.SearchAsync(1, AllLogs with { Attributes = [("order.id", "A-1")] }, CancellationToken.None)).Select(log => log.Body).Order(),
        ];
    }
}
