namespace Correlator.Ingest.Access;

/// <summary>Finds the token in a request's headers.</summary>
internal static class ShownToken
{
    private const string Bearer = "Bearer ";

    /// <summary>Of <c>Authorization: Bearer</c>, else of <c>x-api-key</c>; null when there is none.</summary>
    public static string? In(IHeaderDictionary headers)
    {
        // Nearly always neither is there, where no token is asked for: two look-ups, no text.
        var authorization = headers.Authorization;
        if (authorization.Count > 0 && authorization[0] is { } first && first.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return first[Bearer.Length..].Trim();
        }

        return headers["x-api-key"] is [{ } key, ..] ? key.Trim() : null;
    }
}
