using System.Buffers.Binary;
using System.Text;

namespace Correlator.Telemetry.Facts;

/// <summary>The identity that a sighting gives a message.</summary>
internal static class MessageKeys
{
    private const int MaxIdBytes = 1024;

    /// <summary>The longest system and destination (<see cref="IdentityText.MaxBytes"/> each), two NULs, and the longest id.</summary>
    private const int MaxInputBytes = (2 * IdentityText.MaxBytes) + 2 + MaxIdBytes;

    /// <summary>By queue and message id; without an id by the creation context; empty when the span tells neither.</summary>
    public static Guid For(in SightingFact sighting) =>
        !sighting.MessageId.IsEmpty ? ById(sighting.Queue, sighting.MessageId.Span)
        : sighting.ContextSpanId.IsZero ? Guid.Empty
        : ByContext(sighting.ContextTraceId, sighting.ContextSpanId);

    public static Guid ById(QueueIdentity queue, ReadOnlySpan<byte> messageId)
    {
        messageId = messageId[..Math.Min(messageId.Length, MaxIdBytes)];
        Span<byte> input = stackalloc byte[MaxInputBytes];
        var length = Encoding.UTF8.GetBytes(queue.System, input);
        input[length++] = 0;
        length += Encoding.UTF8.GetBytes(queue.Destination, input[length..]);
        input[length++] = 0;
        messageId.CopyTo(input[length..]);
        return Digest(input[..(length + messageId.Length)]);
    }

    public static Guid ByContext(TraceId traceId, SpanId spanId)
    {
        Span<byte> input = stackalloc byte[3 + TraceId.Size + SpanId.Size];
        "ctx"u8.CopyTo(input);
        traceId.Write(input[3..]);
        BinaryPrimitives.WriteUInt64BigEndian(input[(3 + TraceId.Size)..], spanId.Value);
        return Digest(input);
    }

    /// <summary>Ids come from brokers and SDKs, not from strangers, and stay within a tenant: no cryptographic hash is called for.</summary>
    private static Guid Digest(ReadOnlySpan<byte> input)
    {
        Span<byte> digest = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(digest, Hash64.Compute128(input));
        return new Guid(digest, bigEndian: true);
    }
}
