using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

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

    /// <summary>
    /// Of this process alone, for tables that requests of all senders share: a stranger cannot know which texts would meet in one place and make looking
    /// there long. Never for what is stored.
    /// </summary>
    public static ulong Seed { get; } = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    public static ulong Compute(ReadOnlySpan<byte> data, ulong seed = 0)
    {
        var hash = seed ^ P0 ^ (ulong)data.Length;
        while (data.Length > 16)
        {
            hash = Fold(BinaryPrimitives.ReadUInt64LittleEndian(data) ^ P1, BinaryPrimitives.ReadUInt64LittleEndian(data[8..]) ^ hash);
            data = data[16..];
        }

        var (low, high) = Tail(data);
        return Fold(Fold(low ^ P1, high ^ hash), P2 ^ hash);
    }

    /// <summary>128 bits, of two seeds.</summary>
    public static UInt128 Compute128(ReadOnlySpan<byte> data) => new(Compute(data, P2), Compute(data));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Combine(ulong left, ulong right) => Fold(left ^ P1, right ^ P2);

    /// <summary>Up to 16 bytes as two numbers that overlap when there are fewer: no copy into a zeroed buffer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Low, ulong High) Tail(ReadOnlySpan<byte> data) => data.Length switch
    {
        >= 8 => (BinaryPrimitives.ReadUInt64LittleEndian(data), BinaryPrimitives.ReadUInt64LittleEndian(data[^8..])),
        >= 4 => (BinaryPrimitives.ReadUInt32LittleEndian(data), BinaryPrimitives.ReadUInt32LittleEndian(data[^4..])),
        > 0 => ((ulong)data[0] | ((ulong)data[data.Length / 2] << 8) | ((ulong)data[^1] << 16), 0),
        _ => (0, 0),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }
}
