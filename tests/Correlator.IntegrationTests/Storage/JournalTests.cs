using System.Net;
using System.Text;
using Correlator.Correlation;
using Correlator.IntegrationTests.EndToEnd;
using Correlator.IntegrationTests.Support;
using Correlator.Storage;
using Correlator.Storage.Commit;
using Correlator.Storage.Journal;
using Correlator.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Storage;

public sealed class JournalTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("correlator-journal-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/json")]
    public async Task Outage_NodeSdk_FindsItsJourneyAfterwards(string protocol)
    {
        await using var database = await PrivatePostgres.StartNewAsync(isDurable: false);
        await using var server = await StartAsync(await database.CreateDatabaseAsync());
        await database.StopAsync();

        var printed = await NodeScript.RunAsync(server, "exporters.js", [protocol, "order-1"]);
        Journal(server).Depth().Requests.ShouldBe(3, "traces, logs and metrics");
        await database.StartAsync();

        await DrainedAsync(server);
        TraceId.TryParse(printed.GetProperty("traceId").GetString(), out var trace).ShouldBeTrue();
        (await server.SpansAsync(trace)).Select(span => span.Name).Order().ShouldBe(["charge", "checkout"]);
        (await server.LogsAsync(trace)).ShouldHaveSingleItem().Severity.ShouldBe((byte)13);
        (await server.CountAsync("metric_point", "value = 3")).ShouldBe(1);
        await server.JourneyAsync("order-1", seen => seen.Summary.Status == JourneyStatus.Completed);
    }

    /// <summary>What must not be stored must not lie in the journal either, and ends as it would have without the outage.</summary>
    [Fact]
    public async Task Outage_RequestWithCredentials_KeepsNoneOfThemOnDisk()
    {
        await using var database = await PrivatePostgres.StartNewAsync(isDurable: false);
        await using var server = await StartAsync(
            await database.CreateDatabaseAsync(),
            ("Correlator:Ingest:Policy:Rules:0:Name", "emails"),
            ("Correlator:Ingest:Policy:Rules:0:Key", "user.email"),
            ("Correlator:Ingest:Policy:Rules:0:Action", "Hash"),
            ("Correlator:Ingest:Policy:HashKey", "a key for these tests and for them alone"));
        await database.StopAsync();
        using var client = new HttpClient();
        var (plain, secret) = (OtlpSamples.NewTrace(), OtlpSamples.NewTrace());
        foreach (var json in new[] { OtlpSamples.SpansJson(plain), Secrets(secret) })
        {
            using var content = new StringContent(json, Encoding.UTF8, "application/json");
            (await client.PostAsync(new Uri(server.Http, "/v1/traces"), content)).EnsureSuccessStatusCode();
        }

        (await Export(server.Grpc, Secrets(secret)).SendAsync()).Status.ShouldBe("0");
        Journal(server).Depth().Requests.ShouldBe(3);
        foreach (var file in Directory.EnumerateFiles(_folder, "*" + SegmentName.Extension))
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var text = new StreamReader(open, Encoding.Latin1);
            var kept = await text.ReadToEndAsync();
            kept.ShouldNotContain("hunter2");
            kept.ShouldNotContain("ada@example.com");
        }

        await database.StartAsync();
        await DrainedAsync(server);
        (await server.SpansAsync(plain)).Count.ShouldBe(1);
        var span = (await server.SpansAsync(secret)).ShouldHaveSingleItem();
        var values = span.Attributes.ToDictionary(attribute => attribute.Key, attribute => attribute.ToString());
        values["db.password"].ShouldBe("[redacted]");
        values["user.email"].ShouldStartWith("hmac:");
        values["nested"].ShouldBe("""{"password":"[redacted]","kept":[1,2.5,null,true]}""");
        values["kept"].ShouldBe("as it was");
        (await server.CountAsync("ledger_request")).ShouldBe(3, "by their hashes these are the requests that came");
    }

    [Fact]
    public async Task Commit_FailureThatIsNotTheRequestsFault_IsJournaledAndStoredOnceItIsMended()
    {
        await using var server = await StartAsync(await postgres.CreateDatabaseAsync());
        await server.RefuseRequestsAsync("true", "42501");
        var trace = OtlpSamples.NewTrace();

        (await server.CommitAsync(Batches.Spans(trace))).ShouldBe(CommitOutcome.Journaled);
        await server.MendAsync();

        await DrainedAsync(server);
        (await server.SpansAsync(trace)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Drain_RequestThatIsStoredAlready_StoresItNoSecondTime()
    {
        var connectionString = await postgres.CreateDatabaseAsync();
        var trace = OtlpSamples.NewTrace();
        await using (var earlier = await StartAsync(connectionString))
        {
            (await Export(earlier.Grpc, trace).SendAsync()).Status.ShouldBe("0");
        }

        // As a crash between commit and progress leaves it: the request is in the database and in the journal.
        Write(Batches.Spans(trace), Batches.Spans(OtlpSamples.NewTrace()));
        await using var server = await StartAsync(connectionString);

        await DrainedAsync(server);
        (await server.CountAsync("ledger_request")).ShouldBe(2);
        (await server.SumAsync("span_block", "records")).ShouldBe(2);
    }

    [Fact]
    public async Task Drain_RequestThatCannotBeStoredOrRead_DoesNotHoldUpTheNext()
    {
        await using var server = await StartAsync(await postgres.CreateDatabaseAsync());
        await server.RefuseRequestsAsync("NEW.records = 7", "22000");
        var journal = Journal(server);
        var (poisoned, good) = (OtlpSamples.NewTrace(), OtlpSamples.NewTrace());

        await TakeAsync(journal, Batches.Spans(poisoned, 7), Batches.Unreadable(), Batches.Spans(good));

        await DrainedAsync(server);
        (await server.SpansAsync(poisoned, good)).ShouldHaveSingleItem().TraceId.ShouldBe(good);
        journal.Depth().SetAside.ShouldBe(2, "what was acknowledged is kept, though it cannot be stored");
    }

    [Theory]
    [InlineData("PERFORM pg_terminate_backend(pg_backend_pid())", "breaks its connection")]
    [InlineData("RAISE EXCEPTION 'no' USING ERRCODE = '55P03'", "breaks its transaction")]
    public async Task Drain_RequestThatTheDatabaseFailsAt_IsSetAsideAndHoldsUpNoOther(string trouble, string what)
    {
        var connectionString = await postgres.CreateDatabaseAsync();
        var (poisoned, good) = (OtlpSamples.NewTrace(), Enumerable.Range(0, 20).Select(_ => OtlpSamples.NewTrace()).ToArray());
        await using (var server = await StartAsync(connectionString, ("Correlator:Storage:JournalPatience", "00:00:01")))
        {
            await server.BeforeEachRequestAsync($"IF NEW.records = 7 THEN {trouble}; END IF");
            await TakeAsync(Journal(server), [Batches.Spans(poisoned, 7), .. good.Select(trace => Batches.Spans(trace))]);

            await Eventually.TrueAsync(
                () => Task.FromResult(Journal(server).Depth() is { Requests: 0, SetAside: 1 }),
                $"a drained journal, but for what {what}");
            (await server.SpansAsync([poisoned, .. good])).Count.ShouldBe(good.Length);
            (await Export(server.Grpc, OtlpSamples.NewTrace()).SendAsync()).Status.ShouldBe("0");
            await server.MendAsync();
        }

        // It can be tried again once the trouble is mended.
        var aside = Directory.EnumerateFiles(_folder, "*" + SegmentName.AsideExtension).ShouldHaveSingleItem();
        File.Move(aside, aside[..^SegmentName.AsideExtension.Length]);
        await using var later = await StartAsync(connectionString);
        await DrainedAsync(later);
        (await later.SpansAsync(poisoned)).Count.ShouldBe(7);
        Journal(later).Depth().SetAside.ShouldBe(0);
    }

    /// <summary>When nothing can be stored, no request is at fault.</summary>
    [Fact]
    public async Task Drain_DatabaseThatFailsAtEverything_SetsNothingAside()
    {
        await using var server = await StartAsync(await postgres.CreateDatabaseAsync(), ("Correlator:Storage:JournalPatience", "00:00:00.2"));
        await server.ExecuteAsync("CREATE SEQUENCE tries");
        await server.BeforeEachRequestAsync("PERFORM nextval('tries'); RAISE EXCEPTION 'refused' USING ERRCODE = '42501'");
        var traces = Enumerable.Range(0, 10).Select(_ => OtlpSamples.NewTrace()).ToArray();
        await TakeAsync(Journal(server), [.. traces.Select(trace => Batches.Spans(trace))]);

        await Eventually.TrueAsync(async () => await server.CountAsync("tries", "last_value > 60") == 1, "many tries");
        Journal(server).Depth().ShouldSatisfyAllConditions(depth => depth.Requests.ShouldBe(10), depth => depth.SetAside.ShouldBe(0));
        await server.MendAsync();

        await DrainedAsync(server);
        (await server.SpansAsync(traces)).Count.ShouldBe(10);
    }

    [Fact]
    public async Task Full_Journal_AsksToRetryAndTakesAgainOnceDrained()
    {
        await using var database = await PrivatePostgres.StartNewAsync(isDurable: false);
        await using var server = await StartAsync(
            await database.CreateDatabaseAsync(),
            ("Correlator:Storage:JournalMaxBytes", "1048576"));
        var health = new GrpcCall(server.Grpc, GrpcCall.HealthCheck, GrpcCall.Frame([]));
        using var client = new HttpClient();
        await database.StopAsync();
        var taken = new List<TraceId>();
        GrpcAnswer answer;
        do
        {
            taken.Add(OtlpSamples.NewTrace());
            answer = await new GrpcCall(server.Grpc, GrpcCall.TraceExport, NeverRetryingSenders.Request(taken[^1], 500)).SendAsync();
        }
        while (answer.Status == "0" && taken.Count < 100);

        taken.RemoveAt(taken.Count - 1);
        taken.ShouldNotBeEmpty();
        answer.Status.ShouldBe("14");
        answer.HasRetryInfo.ShouldBeTrue();
        var large = OtlpSamples.SpansJson(OtlpSamples.NewTrace(), 500, padding: new string('x', 200));
        using var content = new StringContent(large, Encoding.UTF8, "application/json");
        using var refused = await client.PostAsync(new Uri(server.Http, "/v1/traces"), content);
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        (await health.SendAsync()).Body.ShouldBe(new byte[] { 0, 0, 0, 0, 2, 8, 2 });
        new DirectoryInfo(_folder).EnumerateFiles("*" + SegmentName.Extension).Sum(file => file.Length).ShouldBeLessThanOrEqualTo(1048576);
        server.Services.GetRequiredService<JournalAlarm>().Complaint().ShouldNotBeNull().ShouldContain("takes no more");

        await database.StartAsync();

        await DrainedAsync(server);
        (await server.SpansAsync([.. taken])).Count.ShouldBe(taken.Count * 500);
        (await Export(server.Grpc, OtlpSamples.NewTrace()).SendAsync()).Status.ShouldBe("0");
        (await health.SendAsync()).Body.ShouldBe(new byte[] { 0, 0, 0, 0, 2, 8, 1 });
    }

    private static RequestJournal Journal(CorrelatorServer server) => server.Services.GetRequiredService<RequestJournal>();

    private static async Task TakeAsync(RequestJournal journal, params Correlator.Telemetry.Batches.TelemetryBatch[] batches)
    {
        foreach (var batch in batches)
        {
            var request = new PendingRequest(batch);
            journal.TryTake(request).ShouldBeTrue();
            (await request.Outcome).ShouldBe(CommitOutcome.Journaled);
        }
    }

    private static GrpcCall Export(Uri grpc, TraceId trace) => Export(grpc, OtlpSamples.SpansJson(trace));

    private static GrpcCall Export(Uri grpc, string json) => new(grpc, GrpcCall.TraceExport, GrpcCall.Frame(OtlpSamples.Protobuf(Signal.Traces, json)));

    private static string Secrets(TraceId trace) => $$$$"""
        {"resourceSpans":[{"scopeSpans":[{"spans":[{
          "traceId":"{{{{trace}}}}",
          "spanId":"0000000000000001",
          "name":"login",
          "startTimeUnixNano":"1767225600000000000",
          "endTimeUnixNano":"1767225600000000001",
          "attributes":[
            {"key":"db.password","value":{"stringValue":"hunter2"}},
            {"key":"user.email","value":{"stringValue":"ada@example.com"}},
            {"key":"kept","value":{"stringValue":"as it was"}},
            {"key":"nested","value":{"kvlistValue":{"values":[
              {"key":"password","value":{"stringValue":"hunter2"}},
              {"key":"kept","value":{"arrayValue":{"values":[{"intValue":"1"},{"doubleValue":2.5},{},{"boolValue":true}]}}}
            ]}}}
          ]
        }]}]}]}
        """;

    private static Task DrainedAsync(CorrelatorServer server) =>
        Eventually.TrueAsync(() => Task.FromResult(Journal(server).Depth().Requests == 0), "a drained journal");

    private Task<CorrelatorServer> StartAsync(string connectionString, params (string Key, string Value)[] settings) =>
        CorrelatorServer.StartAsync(connectionString, [("Correlator:Storage:JournalFolder", _folder), .. settings]);

    private void Write(params Correlator.Telemetry.Batches.TelemetryBatch[] batches)
    {
        using var writer = SegmentWriter.Create(_folder, 1);
        var records = batches.Select(batch =>
            new JournalRecord(batch.Signal, batch.TenantId, batch.BodyFormat, batch.BodyHash, batch.ReceivedNano, batch.Body));
        writer.Append([.. records]);
        Array.ForEach(batches, batch => batch.Dispose());
    }
}
