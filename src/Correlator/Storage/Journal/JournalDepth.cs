using System.Globalization;

namespace Correlator.Storage.Journal;

/// <summary>What waits in the journal.</summary>
/// <param name="Bytes">Of the requests that wait.</param>
/// <param name="Age">Since the oldest of them was received.</param>
/// <param name="DamagedFiles">Segments kept because not all of them could be read.</param>
/// <param name="SetAside">Requests kept because they could not be stored or read again.</param>
internal readonly record struct JournalDepth(long Requests, long Bytes, TimeSpan Age, int DamagedFiles, int SetAside)
{
    public override string ToString() => Requests == 0
        ? "empty"
        : string.Create(CultureInfo.InvariantCulture, $"{Requests} requests, {Bytes / 1048576.0:0.0} MiB, the oldest {Age.TotalSeconds:0} s old");
}
