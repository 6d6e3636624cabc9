using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Correlator.Hosting.Cli;

/// <summary>How long a token lives, as people type it.</summary>
internal sealed record TokenLife(TimeSpan? For, DateTimeOffset? On)
{
    private const int MostDays = 36_500;

    public DateTimeOffset Until(DateTimeOffset now) => On ?? now + (For ?? TimeSpan.Zero);

    public static bool TryParse(string text, [NotNullWhen(true)] out TokenLife? life)
    {
        life = null;
        if (text.Length > 1 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= MostDays)
        {
            life = text[^1] switch
            {
                'd' => new TokenLife(TimeSpan.FromDays(count), null),
                'h' => new TokenLife(TimeSpan.FromHours(count), null),
                'm' => new TokenLife(TimeSpan.FromMinutes(count), null),
                _ => null,
            };
        }
        else if (DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var on))
        {
            life = new TokenLife(null, on);
        }

        return life is not null;
    }
}
