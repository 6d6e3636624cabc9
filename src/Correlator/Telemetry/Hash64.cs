using System.Runtime.CompilerServices;

namespace Correlator.Telemetry;

/// <summary>
/// A fast, stable 64-bit hash. Stored in Bloom filters, so its values never change. Its constants are known: for tables in memory of what strangers send
/// there is <see cref="ProcessHash"/>, for identities that they could forge SHA-256.
/// </summary>
internal static class Hash64
{
    private const ulong P0 = 0xa0761d6478bd642f;
    private const ulong P1 = 0xe7037ed1a0b428db;
    private const ulong P2 = 0x8ebc6af09c88c6e3;

    public static ulong Compute(ReadOnlySpan<byte> data, ulong seed = 0) => MultiplyFold.Compute(data, seed ^ P0, P1, P2);

    /// <summary>128 bits, of two seeds.</summary>
    public static UInt128 Compute128(ReadOnlySpan<byte> data) => new(Compute(data, P2), Compute(data));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Combine(ulong left, ulong right) => MultiplyFold.Fold(left ^ P1, right ^ P2);
}
