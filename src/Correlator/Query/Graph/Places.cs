using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Correlator.GraphQL;
using Correlator.Storage.Paging;

namespace Correlator.Query.Graph;

/// <summary>Between places in a list and cursors, which callers give back as they got them.</summary>
internal static class Places
{
    private const char Separator = ':';

    public static string Cursor(TimePlace place) =>
        Write(place.At.Ticks.ToString(CultureInfo.InvariantCulture), place.Id.ToString("n"), place.Number.ToString(CultureInfo.InvariantCulture));

    public static string Cursor(NamePlace place) => Write(place.Id.ToString(CultureInfo.InvariantCulture), place.Name);

    public static TimePlace Time(string cursor) =>
        Read(cursor).Split(Separator) is [var at, var id, var number]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
        && Guid.TryParseExact(id, "n", out var guid)
        && long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var second)
            ? new TimePlace(new DateTime(ticks, DateTimeKind.Utc), guid, second)
            : throw Unknown(cursor);

    public static NamePlace Name(string cursor) =>
        Read(cursor).Split(Separator, 2) is [var id, var name]
        && !name.Contains('\0', StringComparison.Ordinal)
        && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new NamePlace(name, number)
            : throw Unknown(cursor);

    private static string Write(params string[] parts) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(Separator, parts)));

    private static string Read(string cursor)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        }
        catch (FormatException)
        {
            throw Unknown(cursor);
        }
    }

    private static GraphQLException Unknown(string cursor) => new($"The cursor \"{cursor}\" is none of this list.");
}
