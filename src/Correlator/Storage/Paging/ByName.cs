using Dapper;

namespace Correlator.Storage.Paging;

/// <summary>Pages of a list by name, ties in the order of ids.</summary>
internal sealed class ByName(string name, string id)
{
    public void Bound(List<string> conditions, DynamicParameters parameters, PageWindow<NamePlace> window)
    {
        if (window.After is { } after)
        {
            conditions.Add($"({name}, {id}) > (@afterName, @afterId)");
            parameters.Add("afterName", after.Name);
            parameters.Add("afterId", after.Id);
        }

        if (window.Before is { } before)
        {
            conditions.Add($"({name}, {id}) < (@beforeName, @beforeId)");
            parameters.Add("beforeName", before.Name);
            parameters.Add("beforeId", before.Id);
        }

        parameters.Add("readLimit", window.ReadLimit);
    }

    public string Order(PageWindow<NamePlace> window)
    {
        var direction = window.FromEnd ? " DESC" : "";
        return $"ORDER BY {name}{direction}, {id}{direction} LIMIT @readLimit";
    }
}
