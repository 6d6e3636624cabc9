using System.Buffers;

namespace Correlator.Ingest.Wire;

/// <summary>Writes the few protobuf fields that responses are made of; zero and empty values are left out, as proto3 does.</summary>
internal static class ProtobufFields
{
    public static void Varint(IBufferWriter<byte> to, int field, ulong value)
    {
        if (value != 0)
        {
            Raw(to, (ulong)field << 3);
            Raw(to, value);
        }
    }

    public static void Bytes(IBufferWriter<byte> to, int field, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
        {
            Raw(to, ((ulong)field << 3) | (ulong)WireType.Bytes);
            Raw(to, (ulong)value.Length);
            to.Write(value);
        }
    }

    private static void Raw(IBufferWriter<byte> to, ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        var length = 0;
        while (value >= 0x80)
        {
            bytes[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        bytes[length++] = (byte)value;
        to.Write(bytes[..length]);
    }
}
