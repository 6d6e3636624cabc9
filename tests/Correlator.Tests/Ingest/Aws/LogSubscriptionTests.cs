using System.Text;
using Correlator.Ingest.Aws;
using Correlator.Ingest.Wire;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Facts;

namespace Correlator.Tests.Ingest.Aws;

public sealed class LogSubscriptionTests
{
    private const string RequestId = "8f5c3d1e-0b1a-4c7d-9a63-5b0f7f3f2d11";
    private static readonly FirehoseHeaders Headers = new(null, "eu-west-1", [new("deployment.environment.name", "prod")]);

    [Fact]
    public void TryAdd_LambdaEvents_NameTheFunctionAndKeepTheLines()
    {
        using var batch = Read(Data("/aws/lambda/billing", $"2026-03-01T00:00:00.000Z\\t{RequestId}\\tERROR\\tno such account\\n"));

        var identity = ResourceIdentities.Identify(batch, 0);
        identity.Function.ShouldBe(new FunctionIdentity("prod", "billing", "billing"));
        (identity.Version, identity.Instance, identity.Region).ShouldBe(("$LATEST", "2026/03/01/[$LATEST]abc", "eu-west-1"));
        var log = batch.Logs.Rows[0];
        batch.String(log.Body.Text).ShouldBe($"2026-03-01T00:00:00.000Z\t{RequestId}\tERROR\tno such account");
        (log.TimeNano, log.Severity).ShouldBe((1_772_323_200_000_000_000, (byte)17));
    }

    [Theory]
    [InlineData($"2026-03-01T00:00:03.000Z {RequestId} Task timed out after 3.00 seconds\\n\\n")]
    [InlineData($"REPORT RequestId: {RequestId}\\tDuration: 3000.00 ms\\tBilled Duration: 3000 ms\\tStatus: timeout\\n")]
    [InlineData(
        """{\"time\":\"2026-03-01T00:00:03.000Z\",\"type\":\"platform.report\",\"record\":""" +
        $$$$"""{\"requestId\":\"{{{{RequestId}}}}\",\"status\":\"timeout\",\"metrics\":{\"durationMs\":3000.0}}}""")]
    public void TryAdd_LineOfATimeout_IsAnInvocationThatWasKilled(string line)
    {
        using var batch = Read(Data("/aws/lambda/billing", line));
        var facts = new FactSet();

        FactExtractor.Extract(batch, facts, new IdentityCache());
        facts.FirstFailure.ShouldBeNull();

        var invocation = facts.Invocations.ShouldHaveSingleItem();
        invocation.Outcome.ShouldBe(InvocationOutcome.Timeout);
        Encoding.UTF8.GetString(invocation.InvocationId.Span).ShouldBe(RequestId);
        invocation.Function.Name.ShouldBe("billing");
    }

    [Fact]
    public void TryAdd_NamesBehindTheEvents_AreFound()
    {
        using var batch = Read(
            """
            {
              "logEvents":[{"message":"hello","timestamp":1772323200000,"id":"1"}],
              "logStream":"s",
              "logGroup":"/ecs/shop",
              "messageType":"DATA_MESSAGE"
            }
            """);

        ResourceIdentities.Identify(batch, 0).Function.Service.ShouldBe("/ecs/shop");
        batch.Logs.Count.ShouldBe(1);
    }

    [Fact]
    public void TryAdd_SameMessageAgain_GivesTheSameBytes() =>
        Transcode(Data("/aws/lambda/billing", "hello")).ShouldBe(Transcode(Data("/aws/lambda/billing", "hello")));

    [Fact]
    public void TryAdd_ControlMessage_LeavesNothing() =>
        Transcode(
            """
            {
              "messageType":"CONTROL_MESSAGE",
              "owner":"CloudwatchLogs",
              "logGroup":"",
              "logStream":"",
              "logEvents":[{"message":"CWL CONTROL MESSAGE: Checking health of destination Firehose."}]
            }
            """).ShouldBeEmpty();

    [Fact]
    public void TryAdd_EventWithoutAMessage_CostsItself()
    {
        using var batch = Read(
            """
            {
              "messageType":"DATA_MESSAGE",
              "logGroup":"g",
              "logEvents":[{"timestamp":1},7,{"message":5},{"message":"kept","timestamp":99999999999999999}]
            }
            """);

        batch.Logs.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"messageType":"DATA_MESSAGE","logGroup":"g"}""")]
    [InlineData("""{"messageType":"DATA_MESSAGE","logEvents":[]}""")]
    [InlineData("""{"messageType":"DATA_MESSAGE","logGroup":"g","logEvents":[{"message":"cut""")]
    [InlineData("""{"messageType":"DATA_MESSAGE","logGroup":"g","logEvents":[{"message":"\ud800"}]}""")]
    public void TryAdd_AnythingElse_IsRefusedAndLeavesNothing(string json)
    {
        using var buffer = new ProtobufBuffer(256);

        new LogSubscription(buffer, Headers).TryAdd(Encoding.UTF8.GetBytes(json)).ShouldBeFalse();

        buffer.Length.ShouldBe(0);
    }

    private static string Data(string group, string message) =>
        $$"""
        {
          "messageType":"DATA_MESSAGE",
          "owner":"123456789012",
          "logGroup":"{{group}}",
          "logStream":"2026/03/01/[$LATEST]abc",
          "subscriptionFilters":["all"],
          "logEvents":[{"id":"1","timestamp":1772323200000,"message":"{{message}}"}]
        }
        """;

    private static byte[] Transcode(string json)
    {
        using var buffer = new ProtobufBuffer(256);
        new LogSubscription(buffer, Headers).TryAdd(Encoding.UTF8.GetBytes(json)).ShouldBeTrue();
        return buffer.Written.ToArray();
    }

    private static TelemetryBatch Read(string json)
    {
        var bytes = Transcode(json);
        var batch = new TelemetryBatch(Signal.Logs, 1, Bodies.Of(bytes).Detach(), bytes.Length);
        OtlpProtobufReader.Read(batch, new ReadLimits());
        return batch;
    }
}
