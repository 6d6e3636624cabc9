using System.Text;
using Correlator.Storage;
using Correlator.Storage.Embedded;
using Correlator.Storage.Journal;
using Correlator.Telemetry;
using Microsoft.Extensions.Options;

namespace Correlator.Tests.Storage.Journal;

/// <summary>A folder of its own for a journal, and what a later process reads from it.</summary>
internal sealed class JournalSandbox : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("correlator-journal-").FullName;

    public string Folder => Path.Combine(_folder, "journal");

    public IReadOnlyList<string> SegmentFiles => [.. Directory.EnumerateFiles(Folder, "*" + SegmentName.Extension).Order()];

    public static JournalRecord Record(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var hash = new Guid(Hash64.Compute128(bytes).ToString("x32", null));
        return new JournalRecord(Signal.Logs, 7, 1, hash, 1_000_000_000L + body.Length, bytes);
    }

    public SegmentQueue Open(long maxBytes = 64 << 20)
    {
        var queue = new SegmentQueue(Place(), Folder, maxBytes);
        queue.Open();
        return queue;
    }

    public JournalFolder Place() => new(Options.Create(new StorageOptions()), new DataFolder(_folder), TimeProvider.System);

    /// <summary>The bodies that a drain would bring to the database, in its order.</summary>
    public static IReadOnlyList<string> Drain(SegmentQueue queue)
    {
        var bodies = new List<string>();
        while (queue.Oldest() is { } segment)
        {
            using var reader = new SegmentReader(segment, segment.Drained);
            bodies.AddRange(Bodies(reader));
            queue.Drained(segment, reader.Offset, 0, 0);
            queue.Remove(segment, reader.DamagedBytes > 0);
        }

        return bodies;
    }

    public static IEnumerable<string> Bodies(SegmentReader reader)
    {
        while (reader.TryRead(out var record))
        {
            yield return Encoding.UTF8.GetString(record.Body.Span);
        }
    }

    /// <summary>The one segment as it lies on disk.</summary>
    public JournalSegment Segment() => Place().Segments().ShouldHaveSingleItem();

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
