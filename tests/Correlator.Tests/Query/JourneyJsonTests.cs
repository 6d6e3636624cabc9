using System.Text.Json;
using Correlator.Correlation;
using Correlator.Query;
using Correlator.Telemetry;
using Correlator.Telemetry.Facts;
using static Correlator.Tests.Query.JourneyViewBuilder;

namespace Correlator.Tests.Query;

public sealed class JourneyJsonTests
{
    private static readonly JourneyView View = new JourneyViewBuilder { Status = JourneyStatus.Failed }
        .Key(1, "correlation", "abc-1")
        .Span(1, 1, 1, "POST /orders", 0, 20).Invocation(1, 1, 1, 0, 20, cold: true, init: 5).Log(1, 1, 1, "taken").Log(1, 8, 2, "alone")
        .Span(2, 1, 2, "orders process", 100, 10, kind: SpanKind.Consumer, error: "boom")
        .Message("m1", 1, MessageState.DeadLettered, 5, (1, 1), ended: 200, deadLetters: 2, attempts:
        [
            Attempt(1, 1, 2, trace: 2, span: 1, at: 100, dwell: 95, InvocationOutcome.OutOfMemory, "boom"),
        ])
        .Build();

    /// <summary>Programs read this: a name may be added, none may go or change its type.</summary>
    [Fact]
    public void Write_Journey_HasTheseNamesAndTypes()
    {
        using var json = JsonDocument.Parse(JourneyJson.Write(View));

        Paths(json.RootElement, "").Distinct().ShouldBe(
        [
            "journeyId String",
            "status String",
            "startedAt String",
            "endedAt String",
            "rootFunction String",
            "counts.traces Number",
            "counts.invocations Number",
            "counts.messages Number",
            "counts.attempts Number",
            "counts.errors Number",
            "counts.coldStarts Number",
            "keys[].name String",
            "keys[].value String",
            "keys[].joins True",
            "traces[].traceId String",
            "traces[].isShared False",
            "tracesLeftOut Number",
            "messages[].queue String",
            "messages[].messageId String",
            "messages[].state String",
            "messages[].publishedAt String",
            "messages[].publisher String",
            "messages[].endedAt String",
            "messages[].dwellMicros Number",
            "messages[].totalMicros Number",
            "messages[].deadLetterQueue String",
            "messages[].attempts[].number Number",
            "messages[].attempts[].function String",
            "messages[].attempts[].traceId String",
            "messages[].attempts[].startedAt String",
            "messages[].attempts[].endedAt String",
            "messages[].attempts[].dwellMicros Number",
            "messages[].attempts[].skewMicros Number",
            "messages[].attempts[].outcome String",
            "messages[].attempts[].error String",
            "entries[].function String",
            "entries[].name String",
            "entries[].traceId String",
            "entries[].spanId String",
            "entries[].startedAt String",
            "entries[].durationMicros Number",
            "entries[].hasSpan True",
            "entries[].origin String",
            "entries[].joinedBy String",
            "entries[].outcome String",
            "entries[].error String",
            "entries[].coldStart True",
            "entries[].initMicros Number",
            "entries[].billedMicros Number",
            "entries[].memoryBytes Number",
            "entries[].memoryUsedBytes Number",
            "entries[].published[].messageId String",
            "entries[].published[].queue String",
            "entries[].logs[].at String",
            "entries[].logs[].severity Number",
            "entries[].logs[].body String",
            "entries[].coldStart False",
            "entries[].received[].messageId String",
            "entries[].received[].queue String",
            "entries[].received[].attempt Number",
            "looseLogs[].at String",
            "looseLogs[].traceId String",
            "looseLogs[].severity Number",
            "looseLogs[].body String",
        ]);
    }

    [Fact]
    public void Write_Values_AreWordsAndHexAndUtc()
    {
        using var json = JsonDocument.Parse(JourneyJson.Write(View));
        var root = json.RootElement;

        root.GetProperty("journeyId").GetString().ShouldBe("00000000000000000000000000000001");
        root.GetProperty("status").GetString().ShouldBe("failed");
        root.GetProperty("startedAt").GetString().ShouldBe("2026-03-01T12:00:00Z");
        root.GetProperty("messages")[0].GetProperty("state").GetString().ShouldBe("deadLettered");
        root.GetProperty("messages")[0].GetProperty("attempts")[0].GetProperty("outcome").GetString().ShouldBe("outOfMemory");
        root.GetProperty("entries")[1].GetProperty("origin").GetString().ShouldBe("message");
        root.GetProperty("entries")[1].GetProperty("spanId").GetString().ShouldBe("0000000000000001");
    }

    private static IEnumerable<string> Paths(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject()
            .SelectMany(property => Paths(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}")),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Paths(item, $"{path}[]")),
        _ => [$"{path} {element.ValueKind}"],
    };
}
