using System.Buffers.Binary;
using Correlator.Telemetry;

namespace Correlator.Storage.Journal;

/// <summary>
/// How far the oldest segment is drained: so a crash drains little twice. The ledger makes that harmless for requests of today and yesterday, and this keeps
/// older ones from coming twice. Unreadable, it says nothing, and the segment is drained from its beginning.
/// </summary>
internal sealed class JournalProgress(string folder) : IDisposable
{
    /// <summary>Sequence 8, salt 8, offset 8, checksum 8: within one sector, so written whole or not at all.</summary>
    private const int Length = 32;

    private FileStream? _file;

    public void Write(SegmentName segment, long offset)
    {
        _file ??= Open();
        var bytes = new byte[Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, segment.Sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), segment.Salt);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), offset);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(24), Hash64.Compute(bytes.AsSpan(0, 24)));
        RandomAccess.Write(_file.SafeFileHandle, bytes, 0);
        RandomAccess.FlushToDisk(_file.SafeFileHandle);
    }

    /// <returns>The segment last drained from and how far; null when nothing is known.</returns>
    public static (SegmentName Segment, long Offset)? Read(string folder)
    {
        var path = PathIn(folder);
        if (!File.Exists(path))
        {
            return null;
        }

        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> bytes = stackalloc byte[Length];
        if (RandomAccess.Read(file, bytes, 0) != Length || BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]) != Hash64.Compute(bytes[..24]))
        {
            return null;
        }

        var segment = new SegmentName(BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
        return (segment, BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]));
    }

    public void Dispose() => _file?.Dispose();

    private FileStream Open()
    {
        var file = new FileStream(PathIn(folder), JournalFiles.Private(FileMode.OpenOrCreate));
        JournalFiles.FlushFolder(folder);
        return file;
    }

    private static string PathIn(string folder) => Path.Combine(folder, "progress");
}
