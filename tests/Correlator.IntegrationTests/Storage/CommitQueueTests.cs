using Correlator.IntegrationTests.Faults;
using Correlator.IntegrationTests.Support;
using Correlator.Storage;
using Correlator.Storage.Schema;
using Correlator.Telemetry;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Correlator.IntegrationTests.Storage;

public sealed class CommitQueueTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Commit_SameRequestTwice_IsStoredOnceAndAnsweredAsDuplicate()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var trace = OtlpSamples.NewTrace();

        (await CommitAsync(server, trace)).ShouldBe(CommitOutcome.Stored);
        (await CommitAsync(server, trace)).ShouldBe(CommitOutcome.Duplicate);

        (await server.CountAsync("ledger_request")).ShouldBe(1);
        (await server.SpansAsync(trace)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Commit_SameRequestOnTheDayBeside_IsStoredOnce(int days)
    {
        var clock = new JumpingClock();
        await using var server = await CorrelatorServer.StartAsync(await postgres.CreateDatabaseAsync(), clock, ("Correlator:Storage:Lanes", "1"));
        var before = OtlpSamples.NewTrace();
        var fresh = Enumerable.Range(0, 20).Select(_ => OtlpSamples.NewTrace()).ToArray();
        (await CommitAsync(server, before)).ShouldBe(CommitOutcome.Stored);

        clock.Offset = TimeSpan.FromDays(days);

        // Of the group that has it, nothing may stay of the try that found it.
        var outcomes = await Task.WhenAll(fresh.Append(before).Select(trace => CommitAsync(server, trace)));
        outcomes.ShouldBe([.. fresh.Select(_ => CommitOutcome.Stored), CommitOutcome.Duplicate]);
        (await server.SpansAsync([before, .. fresh])).Count.ShouldBe(21);
    }

    [Fact]
    public async Task Commit_SameSpansInAnotherRequest_AreShownOnceAndCountedOnce()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var trace = OtlpSamples.NewTrace();

        // Three spans, then the same three and two more in one request: a collector that batched them anew.
        await server.CommitAsync(Batches.Spans(trace, count: 3));
        await server.CommitAsync(Batches.Spans(trace, count: 5));
        await server.CorrelatedAsync();

        (await server.SpansAsync(trace)).Count.ShouldBe(5);
        (await server.CountAsync("invocation")).ShouldBe(5);
        (await server.SumAsync("function_minute", "invocations")).ShouldBe(5);
    }

    [Fact]
    public async Task Commit_SomeOfAGroupStoredBefore_StoresTheRest()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var (before, after) = (OtlpSamples.NewTrace(), OtlpSamples.NewTrace());
        (await CommitAsync(server, before)).ShouldBe(CommitOutcome.Stored);
        (await CommitAsync(server, after)).ShouldBe(CommitOutcome.Stored);
        var fresh = Enumerable.Range(0, 20).Select(_ => OtlpSamples.NewTrace()).ToArray();

        var outcomes = await Task.WhenAll(fresh.Append(before).Concat(fresh.Take(3)).Select(trace => CommitAsync(server, trace)));

        outcomes.CountBy(outcome => outcome).ShouldBe([new(CommitOutcome.Stored, 20), new(CommitOutcome.Duplicate, 4)], ignoreOrder: true);
        (await server.SpansAsync([before, after, .. fresh])).Count.ShouldBe(22);
        (await server.CountAsync("ledger_request")).ShouldBe(22);
        (await CommitAsync(server, OtlpSamples.NewTrace())).ShouldBe(CommitOutcome.Stored);
    }

    [Fact]
    public async Task Commit_GroupAfterGroup_ItsStatementsStayPrepared()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, ("Correlator:Storage:Lanes", "1"));
        await server.BeforeEachRequestAsync("NEW.records := (SELECT count(*) FROM pg_prepared_statements)");

        for (var group = 0; group < 3; group++)
        {
            await CommitAsync(server, OtlpSamples.NewTrace());
        }

        // The requests, the look at the days beside, the block, its traces and the batch; the first group asks in its own words and has a COMMIT.
        (await server.CountAsync("ledger_request", "records >= 5")).ShouldBe(2);
    }

    [Fact]
    public async Task Commit_TwoServersWithTheSameRequestsAtOnce_StoreEachOnce()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var one = await CorrelatorServer.StartAsync(database);
        await using var other = await CorrelatorServer.StartAsync(database);
        var traces = Enumerable.Range(0, 40).Select(_ => OtlpSamples.NewTrace()).ToArray();

        var outcomes = await Task.WhenAll(traces.Concat(traces.Reverse()).Select((trace, index) => CommitAsync(index % 2 == 0 ? one : other, trace)));

        outcomes.CountBy(outcome => outcome).ShouldBe([new(CommitOutcome.Stored, 40), new(CommitOutcome.Duplicate, 40)], ignoreOrder: true);
        (await one.SpansAsync(traces)).Count.ShouldBe(40);
    }

    [Fact]
    public async Task Commit_OneRequestThatTheDatabaseRefuses_CostsNoOther()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await server.RefuseRequestsAsync("NEW.records = 7", "22000");
        var traces = Enumerable.Range(0, 9).Select(_ => OtlpSamples.NewTrace()).ToArray();

        var outcomes = await Task.WhenAll(traces.Select((trace, index) => CommitAsync(server, trace, spans: index == 4 ? 7 : 1)));

        outcomes[4].ShouldBe(CommitOutcome.Refused);
        outcomes.Count(outcome => outcome == CommitOutcome.Stored).ShouldBe(8);
        (await server.SpansAsync(traces)).Count.ShouldBe(8);
    }

    [Theory]
    [InlineData("55P03")]
    [InlineData("42501")]
    [InlineData("25006")]
    public async Task Commit_FailureThatIsNotTheRequestsFault_AsksToComeAgain(string sqlState)
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await server.RefuseRequestsAsync("true", sqlState);
        var trace = OtlpSamples.NewTrace();

        (await CommitAsync(server, trace)).ShouldBe(CommitOutcome.DatabaseAway);
        await server.MendAsync();

        (await CommitAsync(server, trace)).ShouldBe(CommitOutcome.Stored);
    }

    [Theory]
    [InlineData("RAISE EXCEPTION 'full' USING ERRCODE = '53300'")]
    [InlineData("RAISE EXCEPTION 'busy' USING ERRCODE = '55P03'")]
    [InlineData("PERFORM pg_terminate_backend(pg_backend_pid())")]
    public async Task Commit_FailureThatPasses_CostsNobodyAnything(string trouble)
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);

        // What a transaction took from a sequence is not given back when it fails: the third try succeeds.
        await server.ExecuteAsync($"""
            CREATE SEQUENCE tries;
            CREATE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF nextval('tries') <= 2 THEN {trouble}; END IF; RETURN NULL; END $$;
            CREATE TRIGGER trouble BEFORE INSERT ON ledger_request FOR EACH STATEMENT EXECUTE FUNCTION trouble()
            """);
        var traces = Enumerable.Range(0, 9).Select(_ => OtlpSamples.NewTrace()).ToArray();

        var outcomes = await Task.WhenAll(traces.Select(trace => CommitAsync(server, trace)));

        outcomes.ShouldAllBe(outcome => outcome == CommitOutcome.Stored);
        (await server.SpansAsync(traces)).Count.ShouldBe(9);
        (await server.CountAsync("ledger_request")).ShouldBe(9);
    }

    [Fact]
    public async Task Commit_MissingPartition_AsksToComeAgain()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await using var keeperWaits = await server.Services.GetRequiredService<ElectionStore>().TakeAsync(AdvisoryLocks.Partitions, CancellationToken.None);
        await server.ExecuteAsync(
            """
            DO $$
            DECLARE p regclass;
            BEGIN
              FOR p IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'span_block'::regclass LOOP
                EXECUTE 'DROP TABLE ' || p;
              END LOOP;
            END $$
            """);

        (await CommitAsync(server, OtlpSamples.NewTrace())).ShouldBe(CommitOutcome.DatabaseAway);
    }

    [Fact]
    public async Task Commit_SmallRequestsWhileAnotherIsCommitted_ShareTheNextCommit()
    {
        // The others wait for the end of the first one's commit: they are fewer than go beside it.
        await using var server = await CorrelatorServer.StartAsync(postgres, ("Correlator:Storage:GroupDelay", "00:00:01"));
        await using var held = await server.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await held.BeginTransactionAsync();
        await held.ExecuteAsync("LOCK TABLE ledger_request IN EXCLUSIVE MODE");
        var first = CommitAsync(server, OtlpSamples.NewTrace());
        await Eventually.TrueAsync(
            async () => await server.CountAsync("pg_locks", "NOT granted AND relation = 'ledger_request'::regclass") > 0,
            "the first commit waits for the lock");

        var others = Enumerable.Range(0, 10).Select(_ => CommitAsync(server, OtlpSamples.NewTrace())).ToArray();
        await transaction.CommitAsync();

        (await Task.WhenAll([first, .. others])).ShouldAllBe(outcome => outcome == CommitOutcome.Stored);
        (await server.CountAsync("ledger_batch")).ShouldBe(2);
    }

    [Fact]
    public async Task Commit_MoreThanMayWait_IsAnsweredFull()
    {
        await using var server = await CorrelatorServer.StartAsync(
            postgres,
            ("Correlator:Storage:MaxWaitingRequests", "1"),
            ("Correlator:Storage:Lanes", "1"),
            ("Correlator:Storage:GroupRecords", "1"));
        await server.BeforeEachRequestAsync("PERFORM pg_sleep(0.2)");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => CommitAsync(server, OtlpSamples.NewTrace())));

        outcomes.ShouldContain(CommitOutcome.Full);
        outcomes.ShouldContain(CommitOutcome.Stored);
        (await server.CountAsync("ledger_request")).ShouldBe(outcomes.Count(outcome => outcome == CommitOutcome.Stored));
    }

    [Fact]
    public async Task Commit_NamesLongerThanAnIndexTakes_AreStored()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var trace = OtlpSamples.NewTrace();
        var name = new string('é', 5_000);
        var json = $$$"""
            {"resourceSpans":[{
              "resource":{"attributes":[
                {"key":"service.name","value":{"stringValue":"{{{name}}}"}},
                {"key":"service.instance.id","value":{"stringValue":"{{{name}}}"}}
              ]},
              "scopeSpans":[{"spans":[{
                "traceId":"{{{trace}}}",
                "spanId":"0000000000000001",
                "name":"n",
                "kind":5,
                "startTimeUnixNano":"1767225600000000000",
                "endTimeUnixNano":"1767225600000000001",
                "attributes":[
                  {"key":"messaging.system","value":{"stringValue":"rabbitmq"}},
                  {"key":"messaging.destination.name","value":{"stringValue":"{{{name}}}"}},
                  {"key":"messaging.message.id","value":{"stringValue":"{{{name}}}"}}
                ]
              }]}]
            }]}
            """;

        (await server.CommitAsync(Batches.Of(Signal.Traces, json))).ShouldBe(CommitOutcome.Stored);

        await server.CorrelatedAsync();
        (await server.CountAsync("journey")).ShouldBe(1);
    }

    private static Task<CommitOutcome> CommitAsync(CorrelatorServer server, TraceId trace, int spans = 1) =>
        server.CommitAsync(Batches.Spans(trace, spans));
}
