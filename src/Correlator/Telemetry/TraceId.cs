using System.Buffers.Binary;

namespace Correlator.Telemetry;

/// <summary>A 16-byte trace id as two big-endian halves, so that ordinal comparison equals comparison of the hex text.</summary>
internal readonly record struct TraceId(ulong High, ulong Low) : IComparable<TraceId>
{
    public const int Size = 16;

    public bool IsZero => (High | Low) == 0;

    public static TraceId Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, High);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Low);
    }

    /// <summary>The same 16 bytes as a Guid in network order: how Postgres' <c>uuid</c> holds it.</summary>
    public Guid ToGuid()
    {
        Span<byte> bytes = stackalloc byte[Size];
        Write(bytes);
        return new Guid(bytes, bigEndian: true);
    }

    public static TraceId FromGuid(Guid value)
    {
        Span<byte> bytes = stackalloc byte[Size];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Read(bytes);
    }

    public static bool TryParse(ReadOnlySpan<char> hex, out TraceId id)
    {
        Span<byte> bytes = stackalloc byte[Size];
        if (hex.Length == Size * 2 && Convert.FromHexString(hex, bytes, out _, out _) == System.Buffers.OperationStatus.Done)
        {
            id = Read(bytes);
            return true;
        }

        id = default;
        return false;
    }

    /// <summary>A trace id as people copy it: 32 hex digits, with hyphens or without, or X-Ray's <c>1-8hex-24hex</c>.</summary>
    public static bool TryParseTyped(string typed, out TraceId id)
    {
        var text = typed.Trim();
        return TryParse((text.StartsWith("1-", StringComparison.Ordinal) ? text[2..] : text).Replace("-", "", StringComparison.Ordinal), out id);
    }

    /// <summary>Strangers choose ids: the usual hash would let them choose it, too.</summary>
    public override int GetHashCode() => ProcessHash.Of(High, Low);

    public int CompareTo(TraceId other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    public override string ToString() => $"{High:x16}{Low:x16}";
}
