using System.Globalization;

namespace Correlator.Storage.Journal;

/// <summary>The name of a segment's file: its place in the order, and the salt of its checksums.</summary>
internal readonly record struct SegmentName(long Sequence, ulong Salt)
{
    public const string Extension = ".journal";
    public const string DamagedExtension = ".damaged";
    public const string AsideExtension = ".aside";

    public static SegmentName? Parse(string path)
    {
        var parts = Path.GetFileNameWithoutExtension(path).Split('-');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            && ulong.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var salt)
            ? new SegmentName(sequence, salt)
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sequence:d12}-{Salt:x16}{Extension}");
}
