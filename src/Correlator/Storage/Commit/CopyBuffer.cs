using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Correlator.Telemetry;

namespace Correlator.Storage.Commit;

/// <summary>
/// Rows for COPY BINARY, built by hand into one pooled buffer (PostgreSQL manual, COPY, binary format): per row the number of fields, per
/// field its length and big-endian bytes. <see cref="Copy"/> adds the stream's header and trailer.
/// </summary>
internal sealed class CopyBuffer : IDisposable
{
    private const long PostgresEpochMicros = 946_684_800_000_000;
    private static readonly int PostgresEpochDay = new DateOnly(2000, 1, 1).DayNumber;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
    private int _length;

    public int Count { get; private set; }

    public ReadOnlyMemory<byte> Rows => _buffer.AsMemory(0, _length);

    public void Clear()
    {
        Count = 0;
        _length = 0;
    }

    public void Row(short fields)
    {
        Count++;
        Reserve(2);
        BinaryPrimitives.WriteInt16BigEndian(_buffer.AsSpan(_length), fields);
        _length += 2;
    }

    public void Null() => BinaryPrimitives.WriteInt32BigEndian(Field(0), -1);

    public void Bool(bool value) => Field(1)[4] = value ? (byte)1 : (byte)0;

    public void Int16(short value) => BinaryPrimitives.WriteInt16BigEndian(Field(2)[4..], value);

    public void Int32(int value) => BinaryPrimitives.WriteInt32BigEndian(Field(4)[4..], value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64BigEndian(Field(8)[4..], value);

    public void Double(double value) => BinaryPrimitives.WriteDoubleBigEndian(Field(8)[4..], value);

    public void Date(DateOnly day) => Int32(day.DayNumber - PostgresEpochDay);

    /// <summary>Unix nanoseconds as timestamptz, cut to microseconds.</summary>
    public void Timestamp(long unixNano) => Int64((unixNano / 1000) - PostgresEpochMicros);

    public void Timestamp(DateTime utc) => Int64(((utc - DateTime.UnixEpoch).Ticks / 10) - PostgresEpochMicros);

    public void Timestamp(DateTime? utc)
    {
        if (utc is { } value)
        {
            Timestamp(value);
        }
        else
        {
            Null();
        }
    }

    public void Int32(int? value)
    {
        if (value is { } number)
        {
            Int32(number);
        }
        else
        {
            Null();
        }
    }

    public void Int64(long? value)
    {
        if (value is { } number)
        {
            Int64(number);
        }
        else
        {
            Null();
        }
    }

    public void Uuid(Guid? value)
    {
        if (value is { } id)
        {
            Uuid(id);
        }
        else
        {
            Null();
        }
    }

    public void Uuid(Guid value) => value.TryWriteBytes(Field(16)[4..], bigEndian: true, out _);

    public void TraceId(TraceId value) => value.Write(Field(16)[4..]);

    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Field(value.Length)[4..]);

    /// <summary>UTF-8; a NUL, which Postgres refuses in text, becomes a space.</summary>
    public void Text(ReadOnlySpan<byte> utf8)
    {
        var field = Field(utf8.Length)[4..];
        utf8.CopyTo(field);
        field.Replace((byte)0, (byte)' ');
    }

    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        var field = Field(length)[4..];
        Encoding.UTF8.GetBytes(value, field);
        field.Replace((byte)0, (byte)' ');
    }

    /// <summary>JSON text as jsonb: a version byte, 1, and the text.</summary>
    public void Jsonb(ReadOnlySpan<byte> json)
    {
        var field = Field(1 + json.Length)[4..];
        field[0] = 1;
        json.CopyTo(field[1..]);
    }

    /// <summary>A one-dimensional int4[] (array header: dimensions, has-null, element oid 23, size, lower bound).</summary>
    public void Int32Array(ReadOnlySpan<int> values)
    {
        var field = Field(20 + (values.Length * 8))[4..];
        BinaryPrimitives.WriteInt32BigEndian(field, 1);
        BinaryPrimitives.WriteInt32BigEndian(field[4..], 0);
        BinaryPrimitives.WriteInt32BigEndian(field[8..], 23);
        BinaryPrimitives.WriteInt32BigEndian(field[12..], values.Length);
        BinaryPrimitives.WriteInt32BigEndian(field[16..], 1);
        field = field[20..];
        foreach (var value in values)
        {
            BinaryPrimitives.WriteInt32BigEndian(field, 4);
            BinaryPrimitives.WriteInt32BigEndian(field[4..], value);
            field = field[8..];
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private Span<byte> Field(int size)
    {
        Reserve(4 + size);
        var field = _buffer.AsSpan(_length, 4 + size);
        BinaryPrimitives.WriteInt32BigEndian(field, size);
        _length += 4 + size;
        return field;
    }

    private void Reserve(int count)
    {
        if (_length + count <= _buffer.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + count, _buffer.Length * 2));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
