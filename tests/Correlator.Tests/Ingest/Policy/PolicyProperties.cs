using Correlator.Ingest.Policy;
using Correlator.Ingest.Wire;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;
using Correlator.Tests.Ingest.Wire.Oracle;
using Correlator.Tests.Support;
using Google.Protobuf;

namespace Correlator.Tests.Ingest.Policy;

/// <summary>Whatever the policy does to values, records stay the records they are.</summary>
public sealed class PolicyProperties
{
    private static readonly AttributePolicy Harsh = Policies.Only(
        new PolicyRule { Name = "drop", Action = PolicyAction.Drop, Key = "*a*" },
        new PolicyRule { Name = "hash", Action = PolicyAction.Hash, Key = "*e*" },
        new PolicyRule { Name = "every value", Value = ".+" });

    private static readonly AttributePolicy Matchless = Policies.Only(
        new PolicyRule { Name = "none", Key = "no such key" },
        new PolicyRule { Name = "no", Value = "no such value", Contains = ["no such"] });

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    internal void Apply_RandomRequest_ChangesValuesAndLeavesOutWhatIsDropped(Signal signal) => Cases.Check((random, size) =>
    {
        var bytes = Request.Random(signal, random, size).ToByteArray();
        using var before = Read(signal, bytes);
        using var after = Read(signal, bytes);

        Harsh.Apply(after);

        after.Keys.Count.ShouldBe(before.Keys.Count);
        after.Logs.Rows.ToArray().Select(Bones).ShouldBe(before.Logs.Rows.ToArray().Select(Bones));
        after.Points.Rows.ToArray().Select(Bones).ShouldBe(before.Points.Rows.ToArray().Select(Bones));
        after.Spans.Rows.ToArray().Select(Bones).ShouldBe(before.Spans.Rows.ToArray().Select(Bones));
        foreach (var (was, left) in Runs(before).Zip(Runs(after), (was, left) => (was, left)))
        {
            Keys(after, left).ShouldBe(Keys(before, was).Where(key => !key.Contains('a', StringComparison.OrdinalIgnoreCase)));
        }
    }, count: 150);

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    internal void Apply_NoRuleMatches_ChangesNothing(Signal signal) => Cases.Check((random, size) =>
    {
        using var batch = Read(signal, Request.Random(signal, random, size).ToByteArray());
        var before = new BatchContent(batch).Records();

        Matchless.Apply(batch);

        new BatchContent(batch).Records().ShouldBeInOrder(before);
    }, count: 100);

    private static SpanRow Bones(SpanRow span) => span with { Name = default, StatusMessage = default, Attributes = default };

    private static LogRow Bones(LogRow log) => log with { Body = default, Attributes = default };

    private static PointRow Bones(PointRow point) => point with { Attributes = default };

    private static IEnumerable<RowRange> Runs(TelemetryBatch batch) =>
    [
        .. batch.Resources.Rows.ToArray().Select(row => row.Attributes), .. batch.Scopes.Rows.ToArray().Select(row => row.Attributes),
        .. batch.Spans.Rows.ToArray().Select(row => row.Attributes), .. batch.Events.Rows.ToArray().Select(row => row.Attributes),
        .. batch.Links.Rows.ToArray().Select(row => row.Attributes), .. batch.Logs.Rows.ToArray().Select(row => row.Attributes),
        .. batch.Points.Rows.ToArray().Select(row => row.Attributes), .. batch.Exemplars.Rows.ToArray().Select(row => row.Attributes),
    ];

    private static string[] Keys(TelemetryBatch batch, RowRange run) =>
        [.. batch.Attributes.Slice(run).ToArray().Select(row => batch.String(batch.Keys[row.Key].Text))];

    private static TelemetryBatch Read(Signal signal, byte[] bytes)
    {
        var batch = Request.Batch(signal, bytes);
        OtlpProtobufReader.Read(batch, ReadLimits.Default);
        return batch;
    }
}
