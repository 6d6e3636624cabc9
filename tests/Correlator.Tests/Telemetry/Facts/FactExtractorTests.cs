using Correlator.Telemetry;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Facts;
using Correlator.Tests.Support;

namespace Correlator.Tests.Telemetry.Facts;

public sealed class FactExtractorTests
{
    [Fact]
    public void Extract_OneRecordFails_FindsTheFactsOfTheOthersAndCountsIt()
    {
        using var builder = new TelemetryBatchBuilder()
            .Resource(("faas.name", "ship"))
            .Span("first", SpanKind.Server)
            .Span("broken", SpanKind.Server)
            .Span("last", SpanKind.Server);
        ref var broken = ref builder.Batch.Spans[1];
        broken = broken with { Attributes = new RowRange(0, 1000) };
        var facts = new FactSet();

        FactExtractor.Extract(builder.Batch, facts, new IdentityCache());

        facts.Invocations.Select(invocation => invocation.SpanId.Value).ShouldBe([1UL, 3UL]);
        facts.FailedRecords.ShouldBe(1);
        facts.FirstFailure.ShouldNotBeNull();

        facts.Clear();
        facts.FailedRecords.ShouldBe(0);
        facts.FirstFailure.ShouldBeNull();
    }
}
