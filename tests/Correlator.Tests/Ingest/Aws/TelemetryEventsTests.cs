using System.Text;
using Correlator.Ingest.Aws;
using Correlator.Ingest.Wire;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Facts;

namespace Correlator.Tests.Ingest.Aws;

public sealed class TelemetryEventsTests
{
    private const string RequestId = "6d68ca91-49c9-448d-89b8-7ca3e6dc66aa";
    private const string Time = "2022-10-12T00:03:50.000Z";

    /// <summary>One of each event, as the Telemetry API's reference has them.</summary>
    private static readonly string[] Documented =
    [
        Event("2022-10-12T00:00:15.064Z", "platform.initStart",
            """
            {"initializationType":"on-demand","phase":"init","runtimeVersion":"nodejs-14.v3","runtimeVersionArn":"arn",
            "functionName":"myFunction","functionVersion":"$LATEST"}
            """),
        Event("2022-10-12T00:01:15.000Z", "platform.initRuntimeDone",
            """
            {"initializationType":"on-demand","status":"success",
            "spans":[{"name":"someTimeSpan","start":"2022-06-02T12:02:33.913Z","durationMs":70.5}]}
            """),
        Event("2022-10-12T00:01:15.000Z", "platform.initReport",
            """
            {"initializationType":"on-demand","status":"success","phase":"init","metrics":{"durationMs":125.33},
            "spans":[{"name":"someTimeSpan","durationMs":90.1}]}
            """),
        Event("2022-10-12T00:00:15.064Z", "platform.start",
            $$"""
            {"requestId":"{{RequestId}}","version":"$LATEST","tracing":{"spanId":"54565fb41ac79632","type":"X-Amzn-Trace-Id",
            "value":"Root=1-62e900b2-710d76f009d6e7785905449a;Parent=0efbd19962d95b05;Sampled=1"} }
            """),
        Event("2022-10-12T00:03:50.000Z", "function", "\"[INFO] Hello world, I am a function!\\n\""),
        Event("2022-10-12T00:03:50.000Z", "function",
            $$"""
            {"timestamp":"2022-10-12T00:03:50.000Z","level":"WARN","requestId":"{{RequestId}}",
            "message":"card refused","correlation_id":"abc-1"}
            """),
        Event("2022-10-12T00:01:15.000Z", "platform.runtimeDone",
            $$"""
            {"requestId":"{{RequestId}}","status":"success","metrics":{"durationMs":200.0,"producedBytes":15},
            "spans":[{"name":"responseLatency","durationMs":23.0}]}
            """),
        Event("2022-10-12T00:01:15.000Z", "platform.report",
            $$"""
            {"metrics":{"billedDurationMs":694,"durationMs":693.92,"initDurationMs":397.68,"maxMemoryUsedMB":84,"memorySizeMB":128},
            "requestId":"{{RequestId}}","status":"success"}
            """),
        Event("2022-10-12T00:02:15.000Z", "platform.extension",
            """{"events":["INVOKE","SHUTDOWN"],"name":"my-extension","state":"Ready"}"""),
        Event("2022-10-12T00:02:35.000Z", "platform.telemetrySubscription",
            """{"name":"my-extension","state":"Subscribed","types":["platform","function"]}"""),
        Event("2022-10-12T00:02:35.000Z", "platform.logsDropped",
            """{"droppedBytes":12345,"droppedRecords":123,"reason":"Some logs were dropped"}"""),
        Event("2022-10-12T00:03:50.000Z", "extension", "\"Hello world, I am an extension!\""),
    ];

    [Fact]
    public void Write_EveryDocumentedEvent_IsALogRecord()
    {
        using var batch = Read($"[{string.Join(',', Documented)}]", out var rejected);

        (batch.Logs.Count, rejected).ShouldBe((Documented.Length, 0));
        batch.String(batch.Logs[7].Body.Text).ShouldBe(Documented[7]);
        var identity = ResourceIdentities.Identify(batch, 0);
        (identity.Function.Name, identity.Version, identity.Platform).ShouldBe(("billing", "7", "aws_lambda"));
    }

    [Fact]
    public void Write_DocumentedEvents_GiveTheirFacts()
    {
        using var batch = Read($"[{string.Join(',', Documented)}]", out _);
        var facts = new FactSet();

        FactExtractor.Extract(batch, facts, new IdentityCache());
        facts.FirstFailure.ShouldBeNull();

        facts.Invocations.Select(word => (word.Trigger, word.InitNano, word.BilledNano, (word.EndNano - word.StartNano) / 1000)).ShouldBe(
        [
            (Invocation.InitTrigger, 125_330_000, 0, 125_330),
            (Invocation.ReportTrigger, 0, 0, 0),
            (Invocation.ReportTrigger, 0, 0, 200_000),
            (Invocation.ReportTrigger, 397_680_000, 694_000_000, 693_920),
        ]);
    }

    [Fact]
    public void Write_LinesBetweenStartAndEnd_BelongToTheRequest()
    {
        using var batch = Read($"[{string.Join(',', Documented)}]", out _);

        Request(batch, 4).ShouldBe(RequestId);
        Request(batch, 5).ShouldBe(RequestId);
        Request(batch, 11).ShouldBeNull();
        batch.Logs[3].TraceId.ToString().ShouldBe("62e900b2710d76f009d6e7785905449a");
        (batch.Logs[4].Severity, batch.Logs[5].Severity, batch.Logs[10].Severity).ShouldBe(((byte)9, (byte)13, (byte)13));
        batch.String(batch.Logs[4].Body.Text).ShouldBe("[INFO] Hello world, I am a function!");
    }

    [Theory]
    [InlineData("[7]")]
    [InlineData("[[]]")]
    [InlineData("[{}]")]
    [InlineData($$"""[{"time":"{{Time}}","type":"function"}]""")]
    [InlineData($$"""[{"time":"{{Time}}","type":"function","record":7}]""")]
    [InlineData($$"""[{"time":"soon","type":"function","record":"x"}]""")]
    [InlineData($$"""[{"time":"{{Time}}","record":"x"}]""")]
    public void Write_EventThatIsNone_CostsItself(string json)
    {
        using var batch = Read(json[..^1] + $$""",{"record":"good","type":"function","time":"{{Time}}"}]""", out var rejected);

        (batch.Logs.Count, rejected).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[")]
    [InlineData("[] []")]
    [InlineData("""[{"time":"2022-10-12T00:03:50.000Z","type":"function","record":"\ud800"}]""")]
    public void Write_AnythingElse_IsMalformed(string json)
    {
        using var buffer = new ProtobufBuffer(256);

        Should.Throw<MalformedRequestException>(() => new TelemetryEvents(buffer).Write(Encoding.UTF8.GetBytes(json), [])).Message.Length.ShouldBeLessThan(100);
    }

    private static string Event(string time, string type, string record) => $$"""{"time":"{{time}}","type":"{{type}}","record":{{record}}}""";

    private static string? Request(TelemetryBatch batch, int log) =>
        batch.Attributes.Slice(batch.Logs[log].Attributes).ToArray()
            .Where(attribute => batch.String(batch.Keys[attribute.Key].Text) == "faas.invocation_id")
            .Select(attribute => batch.String(attribute.Text))
            .SingleOrDefault();

    private static TelemetryBatch Read(string json, out int rejected)
    {
        using var buffer = new ProtobufBuffer(256);
        var events = new TelemetryEvents(buffer);
        events.Write(Encoding.UTF8.GetBytes(json), [new("faas.name", "billing"), new("faas.version", "7")]);
        rejected = events.Rejected;
        var bytes = buffer.Written.ToArray();
        var batch = new TelemetryBatch(Signal.Logs, 1, Bodies.Of(bytes).Detach(), bytes.Length);
        OtlpProtobufReader.Read(batch, new ReadLimits());
        return batch;
    }
}
