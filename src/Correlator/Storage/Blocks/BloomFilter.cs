using System.Numerics;
using Correlator.Telemetry;

namespace Correlator.Storage.Blocks;

/// <summary>
/// Which <c>key=value</c> pairs a block may hold: 10 bits a pair and 4 probes, about 1.2 % false positives, no false negatives.
/// The size is a power of two, so filters of different blocks are probed alike.
/// </summary>
internal static class BloomFilter
{
    private const int Probes = 4;
    private const int MinBytes = 8;

    public static ulong Hash(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Hash(Hash64.Compute(key), Hash64.Compute(value));

    /// <summary>Of the <see cref="Hash64"/> of key and value.</summary>
    public static ulong Hash(ulong key, ulong value) => Hash64.Combine(key, value);

    /// <summary>An empty filter for that many pairs.</summary>
    public static byte[] Create(int pairs) => new byte[Math.Max(MinBytes, (int)BitOperations.RoundUpToPowerOf2((uint)((long)pairs * 10 / 8)))];

    public static void Add(Span<byte> filter, ulong hash)
    {
        var mask = ((ulong)filter.Length * 8) - 1;
        for (var probe = 0; probe < Probes; probe++)
        {
            var bit = Bit(hash, probe, mask);
            filter[(int)(bit >> 3)] |= (byte)(1 << (int)(bit & 7));
        }
    }

    public static bool MayContain(ReadOnlySpan<byte> filter, ulong hash)
    {
        var mask = ((ulong)filter.Length * 8) - 1;
        for (var probe = 0; probe < Probes; probe++)
        {
            var bit = Bit(hash, probe, mask);
            if ((filter[(int)(bit >> 3)] & (1 << (int)(bit & 7))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    // Double hashing (Kirsch and Mitzenmacher): the halves of one hash stand for all probes.
    private static ulong Bit(ulong hash, int probe, ulong mask) => ((uint)hash + ((ulong)probe * ((hash >> 32) | 1))) & mask;
}
