using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Correlator.GraphQL.Paging;

/// <summary>Cuts lists into pages; a cursor holds the place of its item in the list.</summary>
internal static class OffsetPages
{
    public static Connection<T> Cut<T>(IReadOnlyList<T> items, PagingArguments arguments)
    {
        var (start, end) = arguments.IsBackward
            ? (0, arguments.Before is null ? items.Count : Math.Min(items.Count, Place(arguments.Before)))
            : (arguments.After is null ? 0 : Math.Min(items.Count, Place(arguments.After) + 1), items.Count);
        if (arguments.IsBackward)
        {
            start = Math.Max(0, end - arguments.Size);
        }
        else
        {
            end = Math.Min(end, start + arguments.Size);
        }

        var edges = new Edge<T>[end - start];
        for (var i = start; i < end; i++)
        {
            edges[i - start] = new Edge<T>(items[i], Cursor(i));
        }

        var pageInfo = new PageInfo(end < items.Count, start > 0, edges.FirstOrDefault()?.Cursor, edges.LastOrDefault()?.Cursor);
        return new Connection<T>(edges, pageInfo) { TotalCount = items.Count };
    }

    private static string Cursor(int place) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place.ToString(CultureInfo.InvariantCulture)));

    private static int Place(string cursor)
    {
        try
        {
            var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place < int.MaxValue)
            {
                return place;
            }
        }
        catch (FormatException)
        {
            // Told below, as a number that is none.
        }

        throw new GraphQLException($"The cursor \"{cursor}\" is none of this list.");
    }
}
