namespace Correlator.Storage.Journal;

/// <summary>One file of the journal and what is known of it.</summary>
internal sealed class JournalSegment(string path, SegmentName name)
{
    public string Path { get; } = path;

    public SegmentName Name { get; } = name;

    /// <summary>Bytes of it that are on disk.</summary>
    public long Length { get; set; }

    /// <summary>Where the first record begins that is not in the database yet.</summary>
    public long Drained { get; set; }

    /// <summary>Records from there on.</summary>
    public long Waiting { get; set; }

    /// <summary>When the first of those was received; zero when there are none.</summary>
    public long OldestNano { get; set; }
}
