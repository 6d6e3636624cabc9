using System.Text;
using Correlator.Ingest.Wire;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;

namespace Correlator.Tests.Ingest.Wire;

public sealed class OtlpJsonReaderTests
{
    private const string Trace = "5b8efff798038103d269b633813fc60c";

    [Fact]
    public void Read_SpanWithEverything_IsRead()
    {
        using var batch = Batch(Signal.Traces, Spans("""
            "traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"eee19b7ec3c1b174","parentSpanId":"","name":"I\u00e9\n","kind":2,
            "startTimeUnixNano":"1544712660000000000","endTimeUnixNano":1544712661000000000,"unknown":{"deep":[1,{"a":null}]},
            "attributes":[{"key":"i","value":{"intValue":"9007199254740993"}},{"key":"d","value":{"doubleValue":"NaN"}},{"key":"b","value":{"boolValue":true}},
              {"key":"e","value":{}},{"key":"y","value":{"bytesValue":"-_8"}},
              {"key":"m","value":{"kvlistValue":{"values":[{"key":"a","value":{"arrayValue":{"values":[{"stringValue":"x"},{"intValue":1}]}}}]}}}],
            "events":[{"timeUnixNano":"1544712660500000000","name":"e1"}],"links":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b175"}],
            "status":{"code":"STATUS_CODE_ERROR","message":"bad"},"flags":257
            """));

        OtlpJsonReader.Read(batch, ReadLimits.Default).ShouldBe(new ReadOutcome(1, 0, null));

        var span = batch.Spans[0];
        span.TraceId.ToString().ShouldBe(Trace);
        batch.String(span.Name).ShouldBe("Ié\n");
        span.Kind.ShouldBe(SpanKind.Server);
        (span.EndNano - span.StartNano).ShouldBe(1_000_000_000);
        span.Status.ShouldBe(SpanStatus.Error);
        span.Flags.ShouldBe(257u);
        batch.String(batch.Events[0].Name).ShouldBe("e1");
        batch.Links[0].SpanId.ToString().ShouldBe("eee19b7ec3c1b175");
        var attributes = batch.Attributes.Slice(span.Attributes).ToArray();
        attributes[0].Bits.ShouldBe(9007199254740993);
        double.IsNaN(attributes[1].Double).ShouldBeTrue();
        attributes[2].Bool.ShouldBeTrue();
        attributes[3].Kind.ShouldBe(AttributeKind.Empty);
        batch.Utf8(attributes[4].Text).ToArray().ShouldBe(new byte[] { 0xfb, 0xff });
        batch.String(attributes[5].Text).ShouldBe("""{"a":["x",1]}""");
    }

    /// <summary>Profiles alone refer to a table of strings, and old senders put scopes elsewhere: neither costs the record.</summary>
    [Fact]
    public void Read_FieldsOfProfilesAndOfOldSenders_AreNoMatter()
    {
        const string OldScopes = "instrumentationLibrarySpans\":[{\"spans\":[{\"traceId\":\"00\"}]}],\"scopeSpans";
        var request = Spans(
            $$"""
            "traceId":"{{Trace}}","spanId":"eee19b7ec3c1b174","name":"n",
            "attributes":[{"keyStrindex":3,"key":"k","value":{"stringValueStrindex":7} }]
            """);
        using var batch = Batch(Signal.Traces, request.Replace("scopeSpans", OldScopes, StringComparison.Ordinal));

        OtlpJsonReader.Read(batch, ReadLimits.Default).ShouldBe(new ReadOutcome(1, 0, null));

        batch.Attributes.Slice(batch.Spans[0].Attributes).ToArray().ShouldHaveSingleItem().Kind.ShouldBe(AttributeKind.Empty);
    }

    [Fact]
    public void Read_ValueOfTheWrongType_CostsItsRecordAlone()
    {
        using var batch = Batch(
            Signal.Traces,
            $$"""
            {"resourceSpans":[{"scopeSpans":[{"spans":[
              {"traceId":"{{Trace}}","spanId":"eee19b7ec3c1b174","startTimeUnixNano":"soon"},
              {"traceId":"{{Trace}}","spanId":"eee19b7ec3c1b174","name":"good"},
              {"traceId":"00","spanId":"zz"}
            ]}]}]}
            """);

        var read = OtlpJsonReader.Read(batch, ReadLimits.Default);

        read.Accepted.ShouldBe(1);
        read.Rejected.ShouldBe(2);
        read.Reason.ShouldNotBeNull().ShouldContain("wrong type");
        batch.String(batch.Spans[0].Name).ShouldBe("good");
    }

    [Fact]
    public void Read_NestingBomb_CostsNoMoreThanItsValue()
    {
        const int Depth = 20_000;
        var bomb = string.Concat(Enumerable.Repeat("""{"arrayValue":{"values":[""", Depth)) + string.Concat(Enumerable.Repeat("]}}", Depth));
        using var batch = Batch(Signal.Traces, Spans(
            $$""""
            "traceId":"{{Trace}}","spanId":"eee19b7ec3c1b174","name":"n","attributes":[{"key":"k","value":{{bomb}}}]
            """"));

        OtlpJsonReader.Read(batch, ReadLimits.Default).Accepted.ShouldBe(1);
    }

    [Fact]
    public void Read_Logs_KeepSeverityBodyAndTime()
    {
        using var batch = Batch(Signal.Logs, """
            {"resourceLogs":[{
              "resource":{"attributes":[{"key":"service.name","value":{"stringValue":"s"}}]},
              "scopeLogs":[{
                "scope":{"name":"lib"},
                "logRecords":[{
                  "observedTimeUnixNano":"1544712660300000000",
                  "severityNumber":"SEVERITY_NUMBER_WARN2",
                  "body":{"stringValue":"half \ud83d surrogate"},
                  "traceId":"",
                  "spanId":""
                }]
              }]
            }]}
            """);

        OtlpJsonReader.Read(batch, ReadLimits.Default).Accepted.ShouldBe(1);
        batch.Logs[0].Severity.ShouldBe((byte)14);
        batch.Logs[0].TimeNano.ShouldBe(1544712660300000000);
        batch.String(batch.Logs[0].Body.Text).ShouldStartWith("half ");
        batch.Logs[0].TraceId.IsZero.ShouldBeTrue();
    }

    [Fact]
    public void Read_EveryKindOfMetric_IsRead()
    {
        using var batch = Batch(Signal.Metrics, """
            {"resourceMetrics":[{"scopeMetrics":[{"metrics":[
            {"name":"g","unit":"1","gauge":{"dataPoints":[{"timeUnixNano":"10","asDouble":1.5}]}},
            {"name":"s","sum":{"aggregationTemporality":2,"isMonotonic":true,"dataPoints":[{
              "timeUnixNano":"10",
              "asInt":"-7",
              "exemplars":[{"timeUnixNano":"9","asDouble":2,"traceId":"5b8efff798038103d269b633813fc60c"}]
            }]}},
            {"name":"h","histogram":{"aggregationTemporality":"AGGREGATION_TEMPORALITY_DELTA","dataPoints":[
              {"timeUnixNano":"10","count":"3","sum":4,"bucketCounts":["1",2],"explicitBounds":[5],"min":1}
            ]}},
            {"name":"e","exponentialHistogram":{"dataPoints":[{
              "timeUnixNano":"10",
              "count":4,
              "scale":-2,
              "zeroCount":"1",
              "positive":{"offset":-3,"bucketCounts":["2"]},
              "negative":{"bucketCounts":[1]}
            }]}},
            {"name":"q","summary":{"dataPoints":[{"timeUnixNano":"10","count":"2","sum":3,"quantileValues":[{"quantile":0.5,"value":1}]}]}}
            ]}]}]}
            """);

        OtlpJsonReader.Read(batch, ReadLimits.Default).ShouldBe(new ReadOutcome(5, 0, null));
        batch.Points[1].Value.ShouldBe(-7);
        batch.Exemplars[0].TraceId.ToString().ShouldBe(Trace);
        batch.Numbers.Slice(batch.Points[2].Numbers).ToArray().ShouldBe([5, 1, 2]);
        batch.Numbers.Slice(batch.Points[3].Numbers).ToArray().ShouldBe([-2, 1, 0, -3, 0, 1, 2, 1]);
        batch.Numbers.Slice(batch.Points[4].Numbers).ToArray().ShouldBe([0.5, 1]);
        batch.Metrics[2].Temporality.ShouldBe(Temporality.Delta);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("""{"resourceSpans":[{]}""")]
    public void Read_NotAJsonObject_IsMalformed(string json)
    {
        using var batch = Batch(Signal.Traces, json);
        Should.Throw<MalformedRequestException>(() => OtlpJsonReader.Read(batch, ReadLimits.Default)).Message.Length.ShouldBeLessThan(100);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("\uFEFF{}")]
    [InlineData("""{"resourceSpans":null}""")]
    [InlineData("""{"resource_spans":[{"scopeSpans":[{"spans":[{}]}]}]}""")]
    public void Read_NothingInIt_IsEmpty(string json)
    {
        using var batch = Batch(Signal.Traces, json);
        OtlpJsonReader.Read(batch, ReadLimits.Default).ShouldBe(new ReadOutcome(0, 0, null));
    }

    private static string Spans(string span) => $$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{ {{span}} }]}]}]}""";

    private static TelemetryBatch Batch(Signal signal, string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var rented = System.Buffers.ArrayPool<byte>.Shared.Rent(Math.Max(1, bytes.Length));
        bytes.CopyTo(rented, 0);
        return new TelemetryBatch(signal, 1, rented, bytes.Length);
    }
}
