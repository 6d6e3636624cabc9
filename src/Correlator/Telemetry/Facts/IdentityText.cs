using System.Text;

namespace Correlator.Telemetry.Facts;

/// <summary>
/// Names that become part of a unique key: functions, queues, instances, metrics. Postgres refuses an index entry over a third of a page, so a
/// longer name is cut and ends in a hash of the whole: two long names that begin alike stay two.
/// </summary>
internal static class IdentityText
{
    public const int MaxBytes = 250;
    private const int HashLetters = 16;

    public static string Bound(string name)
    {
        if (name.Length * 3 <= MaxBytes || Encoding.UTF8.GetByteCount(name) <= MaxBytes)
        {
            return name;
        }

        return Cut(Encoding.UTF8.GetBytes(name));
    }

    public static ReadOnlyMemory<byte> Bound(ReadOnlyMemory<byte> name) => name.Length <= MaxBytes ? name : Encoding.UTF8.GetBytes(Cut(name.Span));

    private static string Cut(ReadOnlySpan<byte> utf8)
    {
        var length = MaxBytes - HashLetters - 1;
        while ((utf8[length] & 0xC0) == 0x80)
        {
            // Not inside a character.
            length--;
        }

        return $"{Encoding.UTF8.GetString(utf8[..length])}~{Hash64.Compute(utf8):x16}";
    }
}
