using System.Globalization;

namespace Correlator.Storage.Journal;

/// <summary>What waits in the journal.</summary>
/// <param name="Bytes">Of the requests that wait.</param>
/// <param name="Age">Since the oldest of them was received.</param>
/// <param name="DamagedFiles">Segments set aside because not all of them could be read.</param>
internal readonly record struct JournalDepth(long Requests, long Bytes, TimeSpan Age, int DamagedFiles)
{
    public override string ToString() =>
        Requests == 0 ? "empty" : string.Create(CultureInfo.InvariantCulture, $"{Requests} requests, {Bytes / 1048576.0:0.0} MiB, the oldest {Age.TotalSeconds:0} s old");
}
