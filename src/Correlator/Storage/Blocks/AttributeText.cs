using System.Buffers.Text;
using System.Globalization;
using Correlator.Telemetry.Batches;

namespace Correlator.Storage.Blocks;

/// <summary>A scalar's canonical text: what Bloom filters hash and searches compare.</summary>
internal static class AttributeText
{
    public static ReadOnlySpan<byte> Format(in AttributeRow attribute, Span<byte> scratch)
    {
        var written = 0;
        switch (attribute.Kind)
        {
            case AttributeKind.Bool:
                return attribute.Bool ? "true"u8 : "false"u8;
            case AttributeKind.Int:
                Utf8Formatter.TryFormat(attribute.Bits, scratch, out written);
                break;
            case AttributeKind.Double:
                attribute.Double.TryFormat(scratch, out written, "R", CultureInfo.InvariantCulture);
                break;
        }

        return scratch[..written];
    }
}
