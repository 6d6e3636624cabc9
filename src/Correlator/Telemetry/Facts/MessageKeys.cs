using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Correlator.Telemetry.Facts;

/// <summary>The identity that a sighting gives a message.</summary>
internal static class MessageKeys
{
    private const int MaxIdBytes = 1024;

    /// <summary>By queue and message id; without an id by the creation context; empty when the span tells neither.</summary>
    public static Guid For(in SightingFact sighting) =>
        !sighting.MessageId.IsEmpty ? ById(sighting.Queue, sighting.MessageId.Span)
        : sighting.ContextSpanId.IsZero ? Guid.Empty
        : ByContext(sighting.ContextTraceId, sighting.ContextSpanId);

    public static Guid ById(QueueIdentity queue, ReadOnlySpan<byte> messageId)
    {
        messageId = messageId[..Math.Min(messageId.Length, MaxIdBytes)];
        var input = new byte[Encoding.UTF8.GetByteCount(queue.System) + Encoding.UTF8.GetByteCount(queue.Destination) + 2 + messageId.Length];
        var length = Encoding.UTF8.GetBytes(queue.System, input);
        length += 1 + Encoding.UTF8.GetBytes(queue.Destination, input.AsSpan(length + 1));
        messageId.CopyTo(input.AsSpan(length + 1));
        return Digest(input);
    }

    public static Guid ByContext(TraceId traceId, SpanId spanId)
    {
        Span<byte> input = stackalloc byte[3 + TraceId.Size + SpanId.Size];
        "ctx"u8.CopyTo(input);
        traceId.Write(input[3..]);
        BinaryPrimitives.WriteUInt64BigEndian(input[(3 + TraceId.Size)..], spanId.Value);
        return Digest(input);
    }

    private static Guid Digest(ReadOnlySpan<byte> input)
    {
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(input, digest);
        return new Guid(digest[..16], bigEndian: true);
    }
}
