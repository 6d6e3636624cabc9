using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Correlator.Ingest;
using Correlator.Ingest.Aws;
using Correlator.Telemetry;

namespace Correlator.Tests.Ingest.Aws;

public sealed class FirehoseDecoderTests
{
    private const string Message = """{"messageType":"DATA_MESSAGE","logGroup":"g","logEvents":[{"message":"hello","timestamp":1}]}""";
    private static readonly FirehoseHeaders Headers = new(null, "", []);

    [Fact]
    public void Decode_GzippedAndPlainRecords_AreBothTaken()
    {
        var (problem, rejected, length) = Decode(1 << 20, Gzip(Encoding.UTF8.GetBytes(Message)), Encoding.UTF8.GetBytes(Message));

        (problem, rejected).ShouldBe((BodyProblem.None, 0));
        length.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Decode_BrokenGzip_CostsTheRecord()
    {
        var cut = Gzip(Encoding.UTF8.GetBytes(Message))[..^12];

        Decode(1 << 20, cut, [0x1F, 0x8B, 1, 2, 3], Encoding.UTF8.GetBytes(Message)).Rejected.ShouldBe(2);
    }

    [Fact]
    public void Decode_EventsWithoutAMessage_AreCountedOncePerMessageThatIsTaken()
    {
        const string some = """{"messageType":"DATA_MESSAGE","logGroup":"g","logEvents":[{"message":"hello"},{"timestamp":1},7]}""";

        var decoded = Decode(1 << 20, Encoding.UTF8.GetBytes(some), Encoding.UTF8.GetBytes(some[..^2]), Encoding.UTF8.GetBytes(Message));

        decoded.Rejected.ShouldBe(3, "two events, and the record that is cut");
    }

    [Fact]
    public void Decode_GzipBomb_IsTooLarge() => Decode(64 << 10, Gzip(new byte[10 << 20])).Problem.ShouldBe(BodyProblem.TooLarge);

    [Fact]
    public void Decode_ManySmallBombs_AreTooLargeTogether() =>
        Decode(64 << 10, [.. Enumerable.Repeat(Gzip(new byte[20 << 10]), 4)]).Problem.ShouldBe(BodyProblem.TooLarge);

    private static (BodyProblem Problem, int Rejected, int Length) Decode(int maxBytes, params byte[][] records)
    {
        var limiter = Bodies.Limiter();
        using var into = new RequestBody(limiter, maxBytes);
        var decoder = new FirehoseDecoder(limiter, maxBytes);
        var envelope = FirehoseEnvelope.Read(JsonSerializer.SerializeToUtf8Bytes(new { records = records.Select(record => new { data = record }) }));
        var problem = decoder.Decode(Signal.Logs, envelope, Headers, into);
        limiter.BytesInFlight.ShouldBeLessThanOrEqualTo(maxBytes);
        return (problem, decoder.Rejected, into.Length);
    }

    private static byte[] Gzip(byte[] plain)
    {
        var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            gzip.Write(plain);
        }

        return buffer.ToArray();
    }
}
