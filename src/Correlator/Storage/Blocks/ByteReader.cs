using System.Buffers.Binary;
using System.Text;

namespace Correlator.Storage.Blocks;

/// <summary>Reads what <see cref="ByteWriter"/> wrote. Every read is checked, so that a damaged block ends in an exception and nothing worse.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    public readonly int Remaining => _rest.Length;

    public byte Byte() => Bytes(1)[0];

    public ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new CorruptBlockException("a number has more than ten bytes");
    }

    /// <summary>A count of things of at least <paramref name="size"/> bytes each, so that memory is never reserved for what cannot be there.</summary>
    public int Count(int size = 1)
    {
        var count = Varint();
        return count <= (ulong)(_rest.Length / size) ? (int)count : throw new CorruptBlockException("a count exceeds the data");
    }

    public int Index(int count)
    {
        var index = Varint();
        return index < (ulong)count ? (int)index : throw new CorruptBlockException("an index is out of range");
    }

    public long ZigZag()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public ulong Fixed64() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if ((uint)count > (uint)_rest.Length)
        {
            throw new CorruptBlockException("the data ends early");
        }

        var bytes = _rest[..count];
        _rest = _rest[count..];
        return bytes;
    }

    public ReadOnlySpan<byte> Text() => Bytes(Count());

    public string String() => Encoding.UTF8.GetString(Text());

    /// <summary>A count and so many texts.</summary>
    public string[] Strings()
    {
        var texts = new string[Count()];
        for (var index = 0; index < texts.Length; index++)
        {
            texts[index] = String();
        }

        return texts;
    }

    /// <summary>A column: its length and a reader over it.</summary>
    public ByteReader Column() => new(Text());
}
