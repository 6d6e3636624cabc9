using System.Security.Cryptography;

namespace Correlator.Storage.Journal;

/// <summary>Appends records to a new file, several per flush. Not thread-safe.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private readonly FileStream _file;

    private SegmentWriter(FileStream file, JournalSegment segment)
    {
        _file = file;
        Segment = segment;
    }

    public JournalSegment Segment { get; }

    /// <param name="suffix">Behind the name of a segment that is not to be drained.</param>
    public static SegmentWriter Create(string folder, long sequence, string suffix = "")
    {
        var name = new SegmentName(sequence, BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));
        var path = Path.Combine(folder, name + suffix);
        var file = new FileStream(path, JournalFiles.Private(FileMode.CreateNew));
        JournalFiles.FlushFolder(folder);
        return new SegmentWriter(file, new JournalSegment(path, name));
    }

    /// <summary>Returns once all of them are on disk. After a failure nothing of them counts, and the writer is of no further use.</summary>
    public void Append(IReadOnlyList<JournalRecord> records)
    {
        var parts = new List<ReadOnlyMemory<byte>>(records.Count * 2);
        var offset = Segment.Length;
        foreach (var record in records)
        {
            var header = new byte[JournalHeader.Length];
            JournalHeader.Of(record, Segment.Name.Salt).Write(header, Segment.Name.Salt, offset);
            parts.Add(header);
            parts.Add(record.Body);
            offset += JournalHeader.Length + record.Body.Length;
        }

        RandomAccess.Write(_file.SafeFileHandle, parts, Segment.Length);
        RandomAccess.FlushToDisk(_file.SafeFileHandle);
        Segment.Length = offset;
        Segment.OldestNano = Segment.Waiting == 0 ? records[0].ReceivedNano : Segment.OldestNano;
        Segment.Waiting += records.Count;
    }

    /// <summary>Takes back what a failed append left behind it; if that fails too, the records are whole or torn, and harmless either way.</summary>
    public void CutOff()
    {
        try
        {
            RandomAccess.SetLength(_file.SafeFileHandle, Segment.Length);
        }
        catch (IOException)
        {
            // The disk is the trouble, and that is told already.
        }
    }

    public void Dispose() => _file.Dispose();
}
