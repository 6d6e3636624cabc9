using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Correlator.Telemetry;

/// <summary>
/// A fast hash of this process alone, for tables in memory: its constants are random, so that nobody can send texts or ids that meet in one place and
/// make every look-up long. The runtime does so for strings, but not for <see cref="Guid"/>, <see cref="long"/> and structs of them. Never stored.
/// </summary>
internal static class ProcessHash
{
    private static readonly ulong Start = Random();
    private static readonly ulong OtherStart = Random();
    private static readonly ulong Left = Random();
    private static readonly ulong Right = Random();

    public static ulong Compute(ReadOnlySpan<byte> data) => MultiplyFold.Compute(data, Start, Left, Right);

    /// <summary>128 bits: enough to stand for the data.</summary>
    public static UInt128 Compute128(ReadOnlySpan<byte> data) => new(MultiplyFold.Compute(data, OtherStart, Right, Left), Compute(data));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Combine(ulong left, ulong right) => MultiplyFold.Fold(MultiplyFold.Fold(left ^ Left, right ^ Right), Start);

    /// <summary>What <see cref="object.GetHashCode"/> is to return for an id.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(ulong left, ulong right) => (int)Combine(left, right);

    public static int Of(Guid id)
    {
        var halves = MemoryMarshal.Cast<Guid, ulong>(MemoryMarshal.CreateReadOnlySpan(in id, 1));
        return Of(halves[0], halves[1]);
    }

    private static ulong Random() => BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
}
