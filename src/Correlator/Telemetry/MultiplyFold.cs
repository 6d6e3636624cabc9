using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Correlator.Telemetry;

/// <summary>
/// Hashing by 128-bit products folded to 64 bits, 16 bytes a step (the scheme of wyhash), with the constants of whoever asks: <see cref="Hash64"/>'s are
/// known and stored by, <see cref="ProcessHash"/>'s are secret.
/// </summary>
internal static class MultiplyFold
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Compute(ReadOnlySpan<byte> data, ulong start, ulong left, ulong right)
    {
        var hash = start ^ (ulong)data.Length;
        while (data.Length > 16)
        {
            hash = Fold(BinaryPrimitives.ReadUInt64LittleEndian(data) ^ left, BinaryPrimitives.ReadUInt64LittleEndian(data[8..]) ^ hash);
            data = data[16..];
        }

        var (low, high) = Tail(data);
        return Fold(Fold(low ^ left, high ^ hash), right ^ hash);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Fold(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }

    /// <summary>Up to 16 bytes as two numbers that overlap when there are fewer: no copy into a zeroed buffer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Low, ulong High) Tail(ReadOnlySpan<byte> data) => data.Length switch
    {
        >= 8 => (BinaryPrimitives.ReadUInt64LittleEndian(data), BinaryPrimitives.ReadUInt64LittleEndian(data[^8..])),
        >= 4 => (BinaryPrimitives.ReadUInt32LittleEndian(data), BinaryPrimitives.ReadUInt32LittleEndian(data[^4..])),
        > 0 => ((ulong)data[0] | ((ulong)data[data.Length / 2] << 8) | ((ulong)data[^1] << 16), 0),
        _ => (0, 0),
    };
}
