using Dapper;

namespace Correlator.Storage.Paging;

/// <summary>
/// Pages of a list with the newest first and ties in the order of ids. A page is found by the place where it begins, not by counting: rows that come or go
/// elsewhere shift nothing, and a late page costs what the first one does.
/// </summary>
/// <param name="at">The column of the time.</param>
/// <param name="id">The column of the first id.</param>
/// <param name="number">The column of the second id, if one is not enough.</param>
internal sealed class NewestFirst(string at, string id, string? number = null)
{
    private string Ids => number is null ? id : $"({id}, {number})";

    public void Bound(List<string> conditions, DynamicParameters parameters, PageWindow<TimePlace> window)
    {
        // Two conditions on the time: the first is one that an index can begin at, which a condition with OR is not.
        if (window.After is { } after)
        {
            conditions.Add($"{at} <= @afterAt AND ({at} < @afterAt OR {Ids} > {Parameters("after")})");
            Add(parameters, "after", after);
        }

        if (window.Before is { } before)
        {
            conditions.Add($"{at} >= @beforeAt AND ({at} > @beforeAt OR {Ids} < {Parameters("before")})");
            Add(parameters, "before", before);
        }

        parameters.Add("readLimit", window.ReadLimit);
    }

    public string Order(PageWindow<TimePlace> window)
    {
        var (time, ids) = window.FromEnd ? ("", " DESC") : (" DESC", "");
        return $"ORDER BY {at}{time}, {id}{ids}{(number is null ? "" : $", {number}{ids}")} LIMIT @readLimit";
    }

    private static void Add(DynamicParameters parameters, string name, TimePlace place)
    {
        parameters.Add($"{name}At", place.At);
        parameters.Add($"{name}Id", place.Id);
        parameters.Add($"{name}Number", place.Number);
    }

    private string Parameters(string name) => number is null ? $"@{name}Id" : $"(@{name}Id, @{name}Number)";
}
