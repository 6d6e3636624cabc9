using Correlator.Telemetry;
using Correlator.Telemetry.Batches;

namespace Correlator.Storage.Blocks;

/// <summary>A span's kind in bits 0-3, its status in bits 4 and 5, and in bit 6 whether its parent came with it.</summary>
internal static class SpanKindByte
{
    private const int ParentCameAlong = 0x40;

    public static byte Of(in SpanRow span, bool parentCameAlong) =>
        (byte)((int)span.Kind | ((int)span.Status << 4) | (parentCameAlong ? ParentCameAlong : 0));

    public static SpanKind Kind(byte stored) => (SpanKind)(stored & 0xf);

    public static SpanStatus Status(byte stored) => (SpanStatus)((stored >> 4) & 3);

    public static bool HasParentAlong(byte stored) => (stored & ParentCameAlong) != 0;
}
