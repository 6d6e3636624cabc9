using Correlator.Ingest.Wire;
using Correlator.Telemetry;
using Correlator.Tests.Ingest.Wire.Oracle;
using Correlator.Tests.Support;
using Google.Protobuf;

namespace Correlator.Tests.Ingest.Wire;

/// <summary>The readers against the classes that Google's compiler makes of the same contract: random requests must say the same.</summary>
public sealed class ReaderProperties
{
    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    internal void ReadProtobuf_CanonicalBytes_SaysWhatTheOracleSays(Signal signal) => Cases.Check((random, size) =>
    {
        var request = Request.Random(signal, random, size);

        Compare(signal, request, request.ToByteArray(), isJson: false);
    });

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    internal void ReadProtobuf_OtherOrderAndUnknownFields_SaysTheSame(Signal signal) => Cases.Check((random, size) =>
    {
        var request = Request.Random(signal, random, size);
        var bytes = new WireShuffle(random).Write(request);

        // The shuffled bytes are themselves held to the oracle.
        MessageContent.Of(Request.Parse(signal, bytes)).Records.ShouldBeInOrder(MessageContent.Of(request).Records);
        Compare(signal, request, bytes, isJson: false);
    });

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    internal void ReadJson_SameMessage_SaysTheSame(Signal signal) => Cases.Check((random, size) =>
    {
        var request = Request.Random(signal, random, size);

        Compare(signal, request, new OtlpJsonText(random).Write(request), isJson: true);
    });

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    internal void ReadProtobuf_TwoRequestsInARow_ReadAsOne(Signal signal) => Cases.Check((random, size) =>
    {
        var (first, second) = (Request.Random(signal, random, size), Request.Random(signal, random, size));
        byte[] bytes = [.. first.ToByteArray(), .. second.ToByteArray()];

        Compare(signal, Request.Parse(signal, bytes), bytes, isJson: false);
    }, count: 50);

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    internal void Write_BatchOfAnyRequest_ReadsAsTheSameBatch(Signal signal) => Cases.Check((random, size) =>
    {
        using var batch = Request.Batch(signal, Request.Random(signal, random, size).ToByteArray());
        OtlpProtobufReader.Read(batch, ReadLimits.Default);

        using var again = Request.Batch(signal, BatchProtobufWriter.Write(batch));
        OtlpProtobufReader.Read(again, ReadLimits.Default).ShouldBe(new ReadOutcome(batch.RecordCount, 0, null));

        var (expected, actual) = (new BatchContent(batch).Records(), new BatchContent(again).Records());
        Same(actual, expected);
    });

    private static void Compare(Signal signal, IMessage request, byte[] bytes, bool isJson)
    {
        var (expected, rejected) = MessageContent.Of(request);
        using var batch = Request.Batch(signal, bytes);

        var read = isJson ? OtlpJsonReader.Read(batch, ReadLimits.Default) : OtlpProtobufReader.Read(batch, ReadLimits.Default);

        read.Accepted.ShouldBe(expected.Count);
        read.Rejected.ShouldBe(rejected);
        (read.Reason is null).ShouldBe(rejected == 0);
        var actual = new BatchContent(batch).Records();
        Same(actual, expected);
    }

    /// <summary>Field by field first, so that a failure shows one.</summary>
    private static void Same(IReadOnlyCollection<string> actual, IReadOnlyCollection<string> expected)
    {
        Fields(actual).ShouldBeInOrder(Fields(expected));
        actual.ShouldBeInOrder(expected);

        static IEnumerable<string> Fields(IEnumerable<string> records) => records.SelectMany(record => record.Split("\n  "));
    }
}
