namespace Correlator.Ingest.Policy;

/// <summary>Where in a batch's text some rule's words stand, by stretches of 64 bytes: bounded, whatever the text is.</summary>
internal sealed class Trails(int textLength)
{
    public const int StretchBytes = 64;
    private readonly ulong[] _stretches = new ulong[(textLength / StretchBytes / 64) + 1];

    public void Mark(int offset) => _stretches[offset / StretchBytes / 64] |= 1UL << (offset / StretchBytes % 64);

    /// <summary>Whether a word begins in or near this part of the text.</summary>
    public bool Cross(int offset, int length)
    {
        var last = (offset + length - 1) / StretchBytes;
        for (var stretch = offset / StretchBytes; stretch <= last; stretch++)
        {
            // Text that was added after the search is what a rule wrote, or is a part of what was searched.
            if (stretch / 64 < _stretches.Length && (_stretches[stretch / 64] & (1UL << (stretch % 64))) != 0)
            {
                return true;
            }
        }

        return false;
    }
}
