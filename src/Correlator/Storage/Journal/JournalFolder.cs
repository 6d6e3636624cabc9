using Correlator.Storage.Embedded;
using Microsoft.Extensions.Options;

namespace Correlator.Storage.Journal;

/// <summary>Where the journal lies, and what is in it as any process sees it.</summary>
internal sealed class JournalFolder(IOptions<StorageOptions> options, DataFolder data, TimeProvider time)
{
    /// <summary>Null when there is no journal by configuration.</summary>
    public string? Path { get; } = options.Value.JournalFolder.Length == 0 ? null : System.IO.Path.GetFullPath(options.Value.JournalFolder, data.Path);

    /// <summary>The segments that are there, oldest first, with what of them waits.</summary>
    public IEnumerable<JournalSegment> Segments()
    {
        if (Path is null || !Directory.Exists(Path))
        {
            yield break;
        }

        var progress = JournalProgress.Read(Path);
        foreach (var segment in Named(Path).OrderBy(segment => segment.Name.Sequence))
        {
            segment.Drained = progress is { } known && known.Segment == segment.Name ? known.Offset : 0;
            Scan(segment);
            yield return segment;
        }
    }

    public int DamagedFiles() => Files(SegmentName.DamagedExtension);

    public int SetAside() => Files(SegmentName.AsideExtension);

    public JournalDepth Depth(IEnumerable<JournalSegment> segments, int damagedFiles, int setAside)
    {
        var (requests, bytes, oldest) = (0L, 0L, 0L);
        foreach (var segment in segments.Where(segment => segment.Waiting > 0))
        {
            requests += segment.Waiting;
            bytes += segment.Length - segment.Drained;
            oldest = oldest == 0 ? segment.OldestNano : oldest;
        }

        var age = oldest == 0 ? TimeSpan.Zero : time.GetUtcNow() - DateTimeOffset.UnixEpoch - TimeSpan.FromTicks(oldest / 100);
        return new JournalDepth(requests, bytes, age < TimeSpan.Zero ? TimeSpan.Zero : age, damagedFiles, setAside);
    }

    private int Files(string extension) => Path is not null && Directory.Exists(Path) ? Directory.EnumerateFiles(Path, "*" + extension).Count() : 0;

    private static IEnumerable<JournalSegment> Named(string folder) =>
        from file in Directory.EnumerateFiles(folder, "*" + SegmentName.Extension)
        let name = SegmentName.Parse(file)
        where name is not null
        select new JournalSegment(file, name.Value);

    private static void Scan(JournalSegment segment)
    {
        using var reader = new SegmentReader(segment, segment.Drained);
        while (reader.TryRead(out var record, isWhole: false))
        {
            segment.OldestNano = segment.Waiting++ == 0 ? record.ReceivedNano : segment.OldestNano;
        }

        segment.Length = reader.Offset;
    }
}
