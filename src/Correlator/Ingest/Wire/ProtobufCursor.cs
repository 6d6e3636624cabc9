using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Correlator.Telemetry.Batches;

namespace Correlator.Ingest.Wire;

/// <summary>Walks one protobuf message inside a larger buffer; offsets are absolute, so slices become <see cref="TextRange"/>s as they are.</summary>
internal ref struct ProtobufCursor
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly int _end;
    private int _position;

    public ProtobufCursor(ReadOnlySpan<byte> data, TextRange message)
    {
        _data = data;
        _position = message.Offset;
        _end = message.Offset + message.Length;
    }

    public readonly bool AtEnd => _position >= _end;

    public int Field { get; private set; }

    public WireType Type { get; private set; }

    /// <summary>Moves to the next field's value; false at the end of the message.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Next()
    {
        if (_position >= _end)
        {
            return false;
        }

        var tag = Varint();
        Field = (int)(tag >> 3);
        Type = (WireType)(tag & 7);
        if (Field == 0 || tag > uint.MaxValue)
        {
            throw new MalformedRequestException("Invalid protobuf: a field has number 0 or one out of range.");
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Varint()
    {
        if (_position < _end && _data[_position] < 0x80)
        {
            return _data[_position++];
        }

        return LongVarint();
    }

    public ulong Fixed64()
    {
        Need(8);
        var value = BinaryPrimitives.ReadUInt64LittleEndian(_data[_position..]);
        _position += 8;
        return value;
    }

    public uint Fixed32()
    {
        Need(4);
        var value = BinaryPrimitives.ReadUInt32LittleEndian(_data[_position..]);
        _position += 4;
        return value;
    }

    public double Double() => BitConverter.UInt64BitsToDouble(Fixed64());

    /// <summary>A length-delimited value: string, bytes, message or packed numbers.</summary>
    public TextRange Bytes()
    {
        var length = Varint();
        if (length > (ulong)(_end - _position))
        {
            throw Truncated();
        }

        var range = new TextRange(_position, (int)length);
        _position += (int)length;
        return range;
    }

    /// <summary>True when the field has the wire type that its definition asks for; another one is skipped as unknown, as every protobuf reader does.</summary>
    public bool Is(WireType expected)
    {
        if (Type == expected)
        {
            return true;
        }

        Skip();
        return false;
    }

    public void Skip()
    {
        switch (Type)
        {
            case WireType.Varint:
                Varint();
                break;
            case WireType.Fixed64:
                Need(8);
                _position += 8;
                break;
            case WireType.Bytes:
                Bytes();
                break;
            case WireType.Fixed32:
                Need(4);
                _position += 4;
                break;
            default:
                throw new MalformedRequestException("Invalid protobuf: a field has a wire type that proto3 does not use.");
        }
    }

    private static MalformedRequestException Truncated() => new("Invalid protobuf: a field reaches past the end of its message.");

    private ulong LongVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (_position >= _end)
            {
                throw Truncated();
            }

            var part = _data[_position++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new MalformedRequestException("Invalid protobuf: a number has more than ten bytes.");
    }

    private readonly void Need(int bytes)
    {
        if (_end - _position < bytes)
        {
            throw Truncated();
        }
    }
}
