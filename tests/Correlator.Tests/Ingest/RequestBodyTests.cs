using System.Buffers;
using System.IO.Compression;
using Correlator.Ingest;

namespace Correlator.Tests.Ingest;

public sealed class RequestBodyTests
{
    [Fact]
    public void Append_UpToTheLimit_PassesAndOneMoreDoesNot()
    {
        using var body = Bodies.New(maxBytes: 10_000);

        body.Append(new ReadOnlySequence<byte>(new byte[10_000])).ShouldBe(BodyProblem.None);
        body.Append(new ReadOnlySequence<byte>(new byte[1])).ShouldBe(BodyProblem.TooLarge);
    }

    [Fact]
    public void Reserve_BytesInFlightAtTheirLimit_IsFullUntilOthersAreDone()
    {
        var limiter = Bodies.Limiter(maxBytes: 100_000);
        var first = new RequestBody(limiter, 1 << 20);
        using var second = new RequestBody(limiter, 1 << 20);

        first.Reserve(60_000).ShouldBe(BodyProblem.None);
        second.Reserve(60_000).ShouldBe(BodyProblem.Full);
        first.Dispose();
        second.Reserve(60_000).ShouldBe(BodyProblem.None);
    }

    [Fact]
    public void Detach_Array_StaysChargedUntilDisposed()
    {
        var limiter = Bodies.Limiter();
        var body = Bodies.Of(new byte[5000], limiter);

        ArrayPool<byte>.Shared.Return(body.Detach());
        limiter.BytesInFlight.ShouldBeGreaterThanOrEqualTo(5000);
        body.Dispose();
        limiter.BytesInFlight.ShouldBe(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(1 << 20)]
    public void Inflate_WithinTheLimit_GivesTheBytes(int length)
    {
        var plain = new byte[length];
        Random.Shared.NextBytes(plain);
        using var compressed = Bodies.Of(Deflate(plain));
        using var into = Bodies.New();

        Gzip.Inflate(compressed, into).ShouldBe(BodyProblem.None);
        into.Bytes.SequenceEqual(plain).ShouldBeTrue();
    }

    [Fact]
    public void Inflate_Bomb_StopsAtTheLimit()
    {
        using var compressed = Bodies.Of(Deflate(new byte[50 << 20]));
        using var into = Bodies.New();

        Gzip.Inflate(compressed, into).ShouldBe(BodyProblem.TooLarge);
    }

    [Fact]
    public void Inflate_NotGzipOrCutShort_IsCorrupt()
    {
        var whole = Deflate(new byte[4000]);
        foreach (var bytes in new[] { new byte[] { 1, 2, 3 }, whole[..^9], [.. whole[..12], 0xff, 0xff, 0xff, .. whole[15..]] })
        {
            using var compressed = Bodies.Of(bytes);
            using var into = Bodies.New();
            Gzip.Inflate(compressed, into).ShouldBe(BodyProblem.Corrupt, Convert.ToHexString(bytes));
        }
    }

    private static byte[] Deflate(byte[] plain)
    {
        var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            gzip.Write(plain);
        }

        return buffer.ToArray();
    }
}
