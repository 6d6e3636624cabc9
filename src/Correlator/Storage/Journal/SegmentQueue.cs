namespace Correlator.Storage.Journal;

/// <summary>
/// The segments from the oldest, which is drained, to the newest, which is written. Bounded in bytes on disk: room is reserved before a write and comes back
/// when a segment is deleted. Thread-safe.
/// </summary>
internal sealed class SegmentQueue(JournalFolder place, string folder, long maxBytes) : IDisposable
{
    private const long LargestSegment = 32L << 20;
    private const int SegmentsOfABound = 16;
    private readonly Lock _lock = new();
    private readonly LinkedList<JournalSegment> _segments = new();
    private readonly JournalProgress _progress = new(folder);
    private readonly long _segmentBytes = Math.Min(LargestSegment, maxBytes / SegmentsOfABound);
    private FileStream? _claim;
    private SegmentWriter? _writer;
    private long _lastSequence;
    private long _bytes;
    private int _damagedFiles;
    private int _setAside;

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Takes the folder for this process and finds what an earlier one left.</summary>
    public void Open()
    {
        JournalFiles.CreateFolder(folder);
        _claim = Claim();
        lock (_lock)
        {
            _lastSequence = JournalProgress.Read(folder)?.Segment.Sequence ?? 0;
            foreach (var segment in place.Segments())
            {
                _segments.AddLast(segment);
                _bytes += segment.Length;
                _lastSequence = Math.Max(_lastSequence, segment.Name.Sequence);
            }

            _damagedFiles = place.DamagedFiles();
            _setAside = place.SetAside();
            string[] kept = [SegmentName.DamagedExtension, SegmentName.AsideExtension];
            _bytes += kept
                .SelectMany(extension => Directory.EnumerateFiles(folder, "*" + extension))
                .Sum(file => new FileInfo(file).Length);
        }
    }

    public JournalDepth Depth()
    {
        lock (_lock)
        {
            return place.Depth(_segments, _damagedFiles, _setAside);
        }
    }

    /// <returns>False when the bytes would exceed the bound.</returns>
    public bool TryReserve(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) <= maxBytes)
        {
            return true;
        }

        GiveBack(bytes);
        return false;
    }

    public void GiveBack(long bytes) => Interlocked.Add(ref _bytes, -bytes);

    /// <summary>
    /// Returns once the records are on disk. Their room was reserved before. What failed counts for nothing, and the next append begins a new file.
    /// </summary>
    public void Append(IReadOnlyList<JournalRecord> records)
    {
        lock (_lock)
        {
            if (_writer is not null && _writer.Segment.Length >= _segmentBytes)
            {
                Seal();
            }

            if (_writer is null)
            {
                _writer = SegmentWriter.Create(folder, ++_lastSequence);
                _segments.AddLast(_writer.Segment);
            }

            try
            {
                _writer.Append(records);
            }
            catch
            {
                // After a failed flush the system may have forgotten what it could not write: nothing more goes to this file.
                _writer.CutOff();
                Seal();
                throw;
            }
        }
    }

    /// <summary>The segment to drain next; nothing is appended to it any more. Null when there is none.</summary>
    public JournalSegment? Oldest()
    {
        lock (_lock)
        {
            if (_segments.First?.Value is { } oldest && oldest == _writer?.Segment)
            {
                Seal();
            }

            return _segments.First?.Value;
        }
    }

    /// <summary>Remembers, across a crash, that the segment's records up to an offset are in the database.</summary>
    public void Drained(JournalSegment segment, long offset, int records, long nextNano)
    {
        _progress.Write(segment.Name, offset);
        lock (_lock)
        {
            segment.Drained = offset;
            segment.Waiting = Math.Max(0, segment.Waiting - records);
            segment.OldestNano = nextNano;
        }
    }

    /// <summary>Deletes a segment that is drained; one with damage is set aside instead, for whoever wants to look, and goes on taking room.</summary>
    public void Remove(JournalSegment segment, bool isDamaged)
    {
        lock (_lock)
        {
            _segments.Remove(segment);
            if (isDamaged)
            {
                File.Move(segment.Path, segment.Path + SegmentName.DamagedExtension, overwrite: true);
                _damagedFiles++;
                return;
            }

            File.Delete(segment.Path);
            GiveBack(segment.Length);
        }
    }

    /// <summary>Keeps a request in a file of its own, which is not drained but goes on taking room. Its segment may be deleted after that.</summary>
    /// <returns>The file.</returns>
    public string SetAside(in JournalRecord record)
    {
        lock (_lock)
        {
            using var writer = SegmentWriter.Create(folder, ++_lastSequence, SegmentName.AsideExtension);
            writer.Append([record]);
            _setAside++;
            Interlocked.Add(ref _bytes, writer.Segment.Length);
            return writer.Segment.Path;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            Seal();
            _progress.Dispose();
            _claim?.Dispose();
            _claim = null;
        }
    }

    private void Seal()
    {
        _writer?.Dispose();
        _writer = null;
    }

    /// <summary>One server per journal. The system frees the claim with its process, however that ends.</summary>
    private FileStream Claim()
    {
        try
        {
            return new FileStream(Path.Combine(folder, "journal.lock"), JournalFiles.Private(FileMode.OpenOrCreate, FileShare.None));
        }
        catch (IOException)
        {
            throw new JournalException(
                $"Another Correlator server uses the journal in {folder}. "
                + "Name another folder in CORRELATOR_DATA or Correlator__Storage__JournalFolder (empty for no journal).");
        }
    }
}
