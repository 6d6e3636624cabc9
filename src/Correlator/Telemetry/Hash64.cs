using System.Buffers.Binary;

namespace Correlator.Telemetry;

/// <summary>
/// A fast, stable 64-bit hash (multiply-fold over 16-byte steps) for interning and Bloom filters. Stored in Bloom filters,
/// so its values never change. Not for identities that a stranger could forge: those use SHA-256.
/// </summary>
internal static class Hash64
{
    private const ulong P0 = 0xa0761d6478bd642f;
    private const ulong P1 = 0xe7037ed1a0b428db;
    private const ulong P2 = 0x8ebc6af09c88c6e3;

    public static ulong Compute(ReadOnlySpan<byte> data, ulong seed = 0)
    {
        var hash = seed ^ P0 ^ (ulong)data.Length;
        while (data.Length > 16)
        {
            hash = Fold(BinaryPrimitives.ReadUInt64LittleEndian(data) ^ P1, BinaryPrimitives.ReadUInt64LittleEndian(data[8..]) ^ hash);
            data = data[16..];
        }

        Span<byte> tail = stackalloc byte[16];
        tail.Clear();
        data.CopyTo(tail);
        return Fold(Fold(BinaryPrimitives.ReadUInt64LittleEndian(tail) ^ P1, BinaryPrimitives.ReadUInt64LittleEndian(tail[8..]) ^ hash), P2 ^ hash);
    }

    public static ulong Combine(ulong left, ulong right) => Fold(left ^ P1, right ^ P2);

    private static ulong Fold(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }
}
