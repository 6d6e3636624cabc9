using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Correlator.Telemetry.Batches;

namespace Correlator.Storage.Blocks;

/// <summary>The canonical text of what is no text: what Bloom filters hash and searches compare.</summary>
internal static class AttributeText
{
    /// <summary>Takes any scalar.</summary>
    public const int ScratchBytes = 32;

    /// <param name="bytes">The value's bytes when it is of kind Bytes: its text is their base64.</param>
    public static ReadOnlySpan<byte> Format(in AttributeRow attribute, ReadOnlySpan<byte> bytes, Span<byte> scratch)
    {
        var written = 0;
        switch (attribute.Kind)
        {
            case AttributeKind.Bytes:
                return Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes));
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
