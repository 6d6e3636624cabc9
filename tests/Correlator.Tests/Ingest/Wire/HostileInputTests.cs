using System.Text;
using Correlator.Ingest.Wire;
using Correlator.Telemetry;
using Correlator.Tests.Ingest.Wire.Oracle;
using Google.Protobuf;

namespace Correlator.Tests.Ingest.Wire;

/// <summary>Whatever comes, reading ends in a result or in a bounded refusal of the request.</summary>
public sealed class HostileInputTests
{
    private const int MaxMessage = 300;
    private const string Spans = """{"resourceSpans":[{"scopeSpans":[{"spans":[""";
    private const string Ids = """ "traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174" """;

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    internal void Read_TruncatedAnywhere_IsRefusedOrRead(Signal signal)
    {
        var random = new Random(7);
        var message = Enumerable.Range(0, 100)
            .Select(_ => Request.Random(signal, random, 4))
            .First(drawn => drawn.CalculateSize() is > 500 and < 3000);
        var (protobuf, json) = (message.ToByteArray(), new OtlpJsonText(random).Write(message));

        for (var length = 0; length < protobuf.Length; length++)
        {
            Read(signal, protobuf.AsSpan(0, length), isJson: false);
        }

        for (var length = 0; length < json.Length; length++)
        {
            Read(signal, json.AsSpan(0, length), isJson: true).ShouldBeNull();
        }
    }

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    internal void Read_MutatedBytes_IsRefusedOrRead(Signal signal)
    {
        var random = new Random(11);
        for (var round = 0; round < 20; round++)
        {
            var message = Request.Random(signal, random, 3);
            var (protobuf, json) = (message.ToByteArray(), new OtlpJsonText(random).Write(message));
            for (var mutation = 0; mutation < 100; mutation++)
            {
                var mutated = Mutate(protobuf, random);
                Read(signal, mutated, isJson: false);
                CompareIfReadable(signal, mutated);

                Read(signal, Mutate(json, random), isJson: true);
            }
        }
    }

    [Theory]
    [InlineData("0a ff ff ff ff ff ff ff ff ff ff 01", "a length of eleven bytes")]
    [InlineData("0a ff ff ff ff ff ff ff ff ff 01", "a length of 2^64 - 1")]
    [InlineData("0a 80 80 80 80 10", "a length beyond int")]
    [InlineData("0a ff ff ff ff 07 00", "a length of 2^31 - 1")]
    [InlineData("0a 05 00", "a length beyond the end")]
    [InlineData("0b 0c", "a group")]
    [InlineData("0a 03 0b 0b 0c", "a group within")]
    [InlineData("0e", "wire type 6")]
    [InlineData("00 00", "field number 0")]
    [InlineData("f8 ff ff ff ff 01 00", "a field number beyond 2^29")]
    [InlineData("0a", "no length")]
    [InlineData("ff", "half a tag")]
    public void Read_BrokenProtobuf_IsRefused(string hex, string why)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", ""));
        foreach (var signal in Enum.GetValues<Signal>())
        {
            Read(signal, bytes, isJson: false).ShouldBeNull(why);
        }
    }

    [Theory]
    [InlineData($"{Spans}{{{Ids}" + ""","attributes":[{"key":"k","value":{"bytesValue":"\ud800"}}]}]}]}]}""", 0, 1)]
    [InlineData($"{Spans}{{{Ids}" + ""","kind":"\udc00"}]}]}]}""", 0, 1)]
    [InlineData("""{"resourceSpans":[{"\ud800":1,"scopeSpans":[{"spans":[{""" + Ids + "}]}]}]}", 1, 0)]
    public void ReadJson_HalfASurrogatePair_CostsNoMoreThanTheRecord(string json, int accepted, int rejected)
    {
        var read = Read(Signal.Traces, Encoding.UTF8.GetBytes(json), isJson: true).ShouldNotBeNull();

        (read.Accepted, read.Rejected).ShouldBe((accepted, rejected));
    }

    private static ReadOutcome? Read(Signal signal, ReadOnlySpan<byte> bytes, bool isJson)
    {
        using var batch = Request.Batch(signal, bytes);
        try
        {
            var read = isJson ? OtlpJsonReader.Read(batch, ReadLimits.Default) : OtlpProtobufReader.Read(batch, ReadLimits.Default);
            read.Accepted.ShouldBe(batch.RecordCount);
            (read.Reason?.Length ?? 0).ShouldBeLessThan(MaxMessage * 3);
            return read;
        }
        catch (MalformedRequestException refused)
        {
            refused.Message.Length.ShouldBeLessThan(MaxMessage);
            return null;
        }
    }

    /// <summary>Where both the reader and the generated classes can read a damaged request, they read the same.</summary>
    private static void CompareIfReadable(Signal signal, byte[] bytes)
    {
        using var batch = Request.Batch(signal, bytes);
        try
        {
            var (expected, rejected) = MessageContent.Of(Request.Parse(signal, bytes));
            var read = OtlpProtobufReader.Read(batch, ReadLimits.Default);

            (read.Accepted, read.Rejected).ShouldBe((expected.Count, rejected), Convert.ToHexString(bytes));

            // How many replacement characters broken UTF-8 becomes is nobody's contract.
            if (!expected.Exists(record => record.Contains('\uFFFD', StringComparison.Ordinal)))
            {
                new BatchContent(batch).Records().ShouldBe(expected, Convert.ToHexString(bytes));
            }
        }
        catch (Exception unreadable) when (unreadable is InvalidProtocolBufferException or MalformedRequestException)
        {
            return;
        }
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = (byte[])original.Clone();
        for (var changes = random.Next(1, 4); changes > 0 && bytes.Length > 0; changes--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes = [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 9))..]];
                    break;
                default:
                    bytes = [.. bytes[..at], .. bytes.AsSpan(random.Next(at + 1), random.Next(Math.Min(9, bytes.Length - at))), .. bytes[at..]];
                    break;
            }
        }

        return bytes;
    }
}
