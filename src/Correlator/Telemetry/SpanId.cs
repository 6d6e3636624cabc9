using System.Buffers.Binary;
using System.Globalization;

namespace Correlator.Telemetry;

/// <summary>An 8-byte span id, big-endian. Postgres holds it as <c>bigint</c> with the same bits.</summary>
internal readonly record struct SpanId(ulong Value) : IComparable<SpanId>
{
    public const int Size = 8;

    public bool IsZero => Value == 0;

    public static SpanId Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt64BigEndian(bytes));

    public static SpanId FromInt64(long value) => new(unchecked((ulong)value));

    public long ToInt64() => unchecked((long)Value);

    public static bool TryParse(ReadOnlySpan<char> hex, out SpanId id)
    {
        var parsed = ulong.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
        id = new SpanId(value);
        return parsed && hex.Length == Size * 2;
    }

    /// <inheritdoc cref="TraceId.GetHashCode"/>
    public override int GetHashCode() => ProcessHash.Of(Value, 0);

    public int CompareTo(SpanId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
