using System.Numerics;
using Correlator.Telemetry;

namespace Correlator.Storage.Blocks;

/// <summary>
/// Which <c>key=value</c> pairs a block may hold: 10 bits a pair and 4 probes, about 1.2 % false positives, no false negatives.
/// Sizes that are a power of two are probed by a mask, others by a multiplication.
/// </summary>
internal static class BloomFilter
{
    private const int BitsPerPair = 10;
    private const int Probes = 4;
    private const int MinBytes = 8;

    public static ulong Hash(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Hash(Hash64.Compute(key), Hash64.Compute(value));

    /// <summary>Of the <see cref="Hash64"/> of key and value.</summary>
    public static ulong Hash(ulong key, ulong value) => Hash64.Combine(key, value);

    /// <summary>An empty filter for that many pairs, rounded up to a power of two.</summary>
    public static byte[] Create(int pairs) => new byte[BitOperations.RoundUpToPowerOf2((uint)Bytes(pairs))];

    /// <summary>An empty filter for that many pairs and no more: half as large at worst, for blocks that are kept long.</summary>
    public static byte[] CreateTight(int pairs) => new byte[Bytes(pairs)];

    public static void Add(Span<byte> filter, ulong hash)
    {
        var bits = (ulong)filter.Length * 8;
        for (var probe = 0; probe < Probes; probe++)
        {
            var bit = Bit(hash, probe, bits);
            filter[(int)(bit >> 3)] |= (byte)(1 << (int)(bit & 7));
        }
    }

    public static bool MayContain(ReadOnlySpan<byte> filter, ulong hash)
    {
        var bits = (ulong)filter.Length * 8;
        for (var probe = 0; probe < Probes; probe++)
        {
            var bit = Bit(hash, probe, bits);
            if ((filter[(int)(bit >> 3)] & (1 << (int)(bit & 7))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static int Bytes(int pairs) => Math.Max(MinBytes, (int)((long)pairs * BitsPerPair / 8));

    // Double hashing (Kirsch and Mitzenmacher): the halves of one hash stand for all probes.
    private static ulong Bit(ulong hash, int probe, ulong bits)
    {
        var spread = (uint)hash + ((ulong)probe * ((hash >> 32) | 1));
        return BitOperations.IsPow2(bits) ? spread & (bits - 1) : ((uint)spread * bits) >> 32;
    }
}
