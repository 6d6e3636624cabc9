using Correlator.IntegrationTests.Support;
using Correlator.Storage;
using Correlator.Telemetry;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Correlator.IntegrationTests.Storage;

public sealed class SearchTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const long Noon = 1_767_225_600_000_000_000;
    private const long Second = 1_000_000_000;

    [Fact]
    public async Task SearchLogs_ByEachCondition_FindsWhatHoldsAndNothingElse()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await StoreAsync(
            server,
            Signal.Logs,
            Log("checkout", 0, severity: 9, "Accepted the order", order: "A-1"),
            Log("payment", 1, severity: 17, "The card was REFUSED by its bank", order: "A-2"),
            Log("payment", 2, severity: 9, "Charged", order: "A-3"));
        var payment = await FunctionAsync(server, "payment");

        (await LogsAsync(server, All())).ShouldBe(["Charged", "The card was REFUSED by its bank", "Accepted the order"]);
        (await LogsAsync(server, All() with { Text = "refused by" })).ShouldBe(["The card was REFUSED by its bank"]);
        (await LogsAsync(server, All() with { MinSeverity = 17 })).ShouldBe(["The card was REFUSED by its bank"]);
        (await LogsAsync(server, All() with { FunctionIds = [payment] })).ShouldBe(["Charged", "The card was REFUSED by its bank"]);
        (await LogsAsync(server, All() with { FromNano = Noon + Second, UntilNano = Noon + (2 * Second) })).ShouldBe(["The card was REFUSED by its bank"]);
        (await LogsAsync(server, All() with { Attributes = [("order.id", "A-1")] })).ShouldBe(["Accepted the order"]);
        (await LogsAsync(server, All() with { Attributes = [("order.id", "A-9")] })).ShouldBeEmpty();
        (await LogsAsync(server, All() with { Limit = 1 })).ShouldBe(["Charged"]);
        (await LogsAsync(server, All() with { Text = "no such text" })).ShouldBeEmpty();

        static LogQuery All() => new() { FromNano = Noon, UntilNano = Noon + (10 * Second) };
    }

    [Fact]
    public async Task SearchSpans_AcrossRequests_FindsEachOnceNewestFirst()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var (one, other) = (OtlpSamples.NewTrace(), OtlpSamples.NewTrace());
        await server.CommitAsync(Batches.Spans(one, count: 2, name: "charge"));
        await server.CommitAsync(Batches.Spans(one, count: 3, name: "charge"));
        await server.CommitAsync(Batches.Spans(other, name: "refund"));
        var spans = server.Services.GetRequiredService<SpanReader>();
        var all = new SpanQuery { FromNano = Noon, UntilNano = Noon + Second };

        (await spans.SearchAsync(1, all, CancellationToken.None)).Count.ShouldBe(4);
        (await spans.SearchAsync(1, all with { Name = "refund" }, CancellationToken.None)).Single().TraceId.ShouldBe(other);
        (await spans.SearchAsync(1, all with { ErrorsOnly = true }, CancellationToken.None)).ShouldBeEmpty();
        (await spans.SearchAsync(1, all with { Attributes = [("service.name", "sample")] }, CancellationToken.None)).Count.ShouldBe(4);
        (await spans.SearchAsync(1, all with { Attributes = [("service.name", "other")] }, CancellationToken.None)).ShouldBeEmpty();
        (await spans.SearchAsync(2, all, CancellationToken.None)).ShouldBeEmpty("another tenant");
    }

    private static async Task<IEnumerable<string>> LogsAsync(CorrelatorServer server, LogQuery query) =>
        (await server.Services.GetRequiredService<LogReader>().SearchAsync(1, query, CancellationToken.None)).Select(record => record.Body);

    private static async Task StoreAsync(CorrelatorServer server, Signal signal, params string[] resources)
    {
        var json = $$"""{"resourceLogs":[{{string.Join(',', resources)}}]}""";
        (await server.CommitAsync(Batches.Of(signal, json))).ShouldBe(CommitOutcome.Stored);
    }

    private static async Task<int> FunctionAsync(CorrelatorServer server, string name)
    {
        await using var connection = await server.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<int>("SELECT function_id FROM function WHERE name = @name", new { name });
    }

    private static string Log(string service, int second, int severity, string body, string order) => $$$"""
        {
          "resource":{"attributes":[{"key":"service.name","value":{"stringValue":"{{{service}}}"}}]},
          "scopeLogs":[{"logRecords":[{
            "timeUnixNano":"{{{Noon + (second * Second)}}}",
            "severityNumber":{{{severity}}},
            "body":{"stringValue":"{{{body}}}"},
            "attributes":[{"key":"order.id","value":{"stringValue":"{{{order}}}"}}]
          }]}]
        }
        """;
}
