using System.Buffers.Binary;
using Correlator.Telemetry;

namespace Correlator.Storage.Journal;

/// <summary>
/// What stands before each body in a segment. Both checksums are seeded with the segment's salt and the header's with its offset too: neither a record of
/// another segment nor bytes that a sender made to look like one pass for a record.
/// </summary>
internal readonly record struct JournalHeader(
    Signal Signal,
    byte BodyFormat,
    int TenantId,
    Guid BodyHash,
    long ReceivedNano,
    int BodyLength,
    ulong BodyChecksum)
{
    /// <summary>Magic 4, length 4, signal 1, format 1, zero 2, tenant 4, received 8, hash 16, checksum of the body 8, checksum of all this 8.</summary>
    public const int Length = 56;

    private const int Checked = Length - sizeof(ulong);

    public static ReadOnlySpan<byte> Magic => "CJr1"u8;

    public static JournalHeader Of(in JournalRecord record, ulong salt) => new(
        record.Signal,
        record.BodyFormat,
        record.TenantId,
        record.BodyHash,
        record.ReceivedNano,
        record.Body.Length,
        Hash64.Compute(record.Body.Span, salt));

    public void Write(Span<byte> to, ulong salt, long offset)
    {
        to[..Length].Clear();
        Magic.CopyTo(to);
        BinaryPrimitives.WriteInt32LittleEndian(to[4..], BodyLength);
        to[8] = (byte)Signal;
        to[9] = BodyFormat;
        BinaryPrimitives.WriteInt32LittleEndian(to[12..], TenantId);
        BinaryPrimitives.WriteInt64LittleEndian(to[16..], ReceivedNano);
        BodyHash.TryWriteBytes(to[24..]);
        BinaryPrimitives.WriteUInt64LittleEndian(to[40..], BodyChecksum);
        BinaryPrimitives.WriteUInt64LittleEndian(to[Checked..], Checksum(to, salt, offset));
    }

    public static bool TryRead(ReadOnlySpan<byte> from, ulong salt, long offset, out JournalHeader header)
    {
        header = default;
        if (from.Length < Length || !from.StartsWith(Magic) || BinaryPrimitives.ReadUInt64LittleEndian(from[Checked..]) != Checksum(from, salt, offset))
        {
            return false;
        }

        header = new JournalHeader(
            (Signal)from[8],
            from[9],
            BinaryPrimitives.ReadInt32LittleEndian(from[12..]),
            new Guid(from.Slice(24, 16)),
            BinaryPrimitives.ReadInt64LittleEndian(from[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[4..]),
            BinaryPrimitives.ReadUInt64LittleEndian(from[40..]));
        return header.BodyLength >= 0;
    }

    private static ulong Checksum(ReadOnlySpan<byte> header, ulong salt, long offset) => Hash64.Compute(header[..Checked], Hash64.Combine(salt, (ulong)offset));
}
