using System.Buffers;
using System.Buffers.Binary;

namespace Correlator.Ingest.Wire;

/// <summary>A pooled buffer that protobuf is written into; a message's length is filled in when its end is known.</summary>
internal sealed class ProtobufBuffer(int capacity) : IDisposable
{
    /// <summary>Room for the length of a message, as a varint padded to five bytes (legal, though longer than need be).</summary>
    private const int LengthBytes = 5;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, 256));

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Truncate(int length) => Length = length;

    public void Varint(int field, ulong value)
    {
        Tag(field, WireType.Varint);
        Raw(value);
    }

    public void Fixed32(int field, uint value)
    {
        Tag(field, WireType.Fixed32);
        BinaryPrimitives.WriteUInt32LittleEndian(Extend(4), value);
    }

    public void Fixed64(int field, ulong value)
    {
        Tag(field, WireType.Fixed64);
        BinaryPrimitives.WriteUInt64LittleEndian(Extend(8), value);
    }

    /// <summary>Begins a length-delimited field; <see cref="End"/> takes what this returns.</summary>
    public int Begin(int field)
    {
        Tag(field, WireType.Bytes);
        Extend(LengthBytes);
        return Length;
    }

    public void End(int start)
    {
        var length = (uint)(Length - start);
        var prefix = _bytes.AsSpan(start - LengthBytes, LengthBytes);
        for (var at = 0; at < LengthBytes - 1; at++, length >>= 7)
        {
            prefix[at] = (byte)(length | 0x80);
        }

        prefix[LengthBytes - 1] = (byte)length;
    }

    /// <summary>Room for bytes of which fewer may turn out to be written: <see cref="Truncate"/> cuts the rest.</summary>
    public Span<byte> Extend(int count)
    {
        if (Length + count > _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + count, _bytes.Length * 2));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        var added = _bytes.AsSpan(Length, count);
        Length += count;
        return added;
    }

    public void Dispose()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }
    }

    private void Tag(int field, WireType type) => Raw(((ulong)field << 3) | (ulong)type);

    private void Raw(ulong value)
    {
        while (value >= 0x80)
        {
            Extend(1)[0] = (byte)(value | 0x80);
            value >>= 7;
        }

        Extend(1)[0] = (byte)value;
    }
}
