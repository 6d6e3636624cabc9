using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Correlator.Storage.Blocks;

namespace Correlator.Storage.Commit;

/// <summary>Fact rows of one batch as they wait in the ledger: per table the length of its rows, then all rows, compressed as one.</summary>
internal static class PackedFacts
{
    private const int Quality = 0;
    private const int Window = 18;

    /// <summary>Writes nothing when there are no facts.</summary>
    public static void Pack(FactRows facts, ByteWriter into)
    {
        into.Clear();
        var length = facts.Tables.Sum(rows => 4 + rows.Rows.Length);
        if (facts.Tables.All(rows => rows.Count == 0))
        {
            return;
        }

        var plain = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var at = 0;
            foreach (var rows in facts.Tables)
            {
                BinaryPrimitives.WriteInt32LittleEndian(plain.AsSpan(at), rows.Rows.Length);
                rows.Rows.Span.CopyTo(plain.AsSpan(at + 4));
                at += 4 + rows.Rows.Length;
            }

            var packed = into.Free(4 + BrotliEncoder.GetMaxCompressedLength(length));
            BinaryPrimitives.WriteInt32LittleEndian(packed, length);
            into.Advance(BrotliEncoder.TryCompress(plain.AsSpan(0, length), packed[4..], out var size, Quality, Window)
                ? 4 + size
                : throw new InvalidOperationException("Fact rows do not fit the bound that the compressor itself gave."));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
        }
    }

    /// <summary>Gives the rows of each table, in the order of <see cref="FactTable.All"/>.</summary>
    /// <exception cref="CorruptBlockException">The bytes are not what <see cref="Pack"/> made.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Unpack(ReadOnlySpan<byte> packed)
    {
        if (packed.Length < 4 || BinaryPrimitives.ReadInt32LittleEndian(packed) is var length && length is < 0 or > 1 << 30)
        {
            throw new CorruptBlockException("The batch's facts have no valid length.");
        }

        var plain = new byte[length];
        if (!BrotliDecoder.TryDecompress(packed[4..], plain, out var written) || written != length)
        {
            throw new CorruptBlockException("The batch's facts do not decompress.");
        }

        var tables = new List<ReadOnlyMemory<byte>>();
        for (var at = 0; at < length;)
        {
            var size = length - at < 4 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(plain.AsSpan(at));
            if (size < 0 || size > length - at - 4)
            {
                throw new CorruptBlockException("The batch's facts end early.");
            }

            tables.Add(plain.AsMemory(at + 4, size));
            at += 4 + size;
        }

        return tables.Count == FactTable.All.Count
            ? tables
            : throw new CorruptBlockException($"The batch's facts are of {tables.Count} tables; {FactTable.All.Count} are known.");
    }
}
