using System.Text;
using Correlator.Telemetry;
using Correlator.Tests.Support;

namespace Correlator.Tests.Telemetry.Facts;

public sealed class LogFactsTests
{
    private const string XRay = "1-5759e988-bd862e3fe1be46a994272793";
    private const string XRayTrace = "5759e988bd862e3fe1be46a994272793";

    [Theory]
    [InlineData("""{"level":"INFO","message":"billed","correlation_id":"abc-1"}""", "correlation", "abc-1")]
    [InlineData("""{"message":"billed","context":{"correlationId":"abc-1"}}""", "correlation", "abc-1")]
    [InlineData("""{"message":"billed","orderId":4711}""", "order", "4711")]
    [InlineData("""{"X-Correlation-ID":"3F2504E0-4F89-11D3-9A0C-0305E82C3301"}""", "correlation", "3f2504e0-4f89-11d3-9a0c-0305e82c3301")]
    public void Extract_JsonBody_GivesItsKeys(string body, string name, string value)
    {
        var key = Log().In(9).Log(body).SingleKey();

        (key.Name, Utf8(key.Value), key.TraceId.Low).ShouldBe((name, value, 9UL));
    }

    [Theory]
    [InlineData("""{"correlation_id":"null"}""")]
    [InlineData("""{"correlation_id":{"deep":{"correlation_id":"abc-1"}}}""")]
    [InlineData("""{"message":"correlation_id abc-1"}""")]
    [InlineData("""{"correlation_id":"abc""")]
    [InlineData("""[{"correlation_id":"abc-1"}]""")]
    [InlineData("plain text with correlation_id=abc-1")]
    [InlineData("{")]
    [InlineData("")]
    public void Extract_BodyWithoutAKey_GivesNone(string body) =>
        Log().In(9).Log(body).Facts().Keys.ShouldBeEmpty();

    [Fact]
    public void Extract_Attribute_GivesItsKey() =>
        Utf8(Log().In(9).Log("billed", ("CorrelationId", "abc-1")).SingleKey().Value).ShouldBe("abc-1");

    [Fact]
    public void Extract_KeyWithoutATrace_IsLeftOut() =>
        Log().In(0).Log("""{"correlation_id":"abc-1"}""").Facts().Keys.ShouldBeEmpty();

    [Theory]
    [InlineData($$"""{"correlation_id":"abc-1","xray_trace_id":"{{XRay}}","function_request_id":"r-1","cold_start":true}""")]
    [InlineData($$"""{"correlation_id":"abc-1","logging.googleapis.com/trace":"projects/shop/traces/{{XRayTrace}}"}""")]
    public void Extract_BodyThatNamesItsTrace_GivesKeysOfThatTrace(string body) =>
        Log().In(0).Log(body).SingleKey().TraceId.ToString().ShouldBe(XRayTrace);

    [Fact]
    public void Extract_AttributeThatNamesItsTrace_GivesKeysOfThatTrace()
    {
        var key = Log().In(0)
            .Log("billed", ("correlation_id", "abc-1"), ("xray_trace_id", $"Root={XRay};Parent=53995c3f42cd8ad8;Sampled=1"))
            .SingleKey();

        key.TraceId.ToString().ShouldBe(XRayTrace);
    }

    private static TelemetryBatchBuilder Log() => new TelemetryBatchBuilder(Signal.Logs).Resource(("faas.name", "ship"));

    private static string Utf8(ReadOnlyMemory<byte> text) => Encoding.UTF8.GetString(text.Span);
}
