namespace Correlator.Ingest.Aws;

/// <summary>
/// Whose events these are: the API tells only at an environment's start. Attributes by their OpenTelemetry names, in the query
/// (<c>?faas.name=billing</c>) or in a header as the variable OTEL_RESOURCE_ATTRIBUTES has them (<c>faas.name=billing,faas.version=7</c>).
/// </summary>
internal static class TelemetryIdentity
{
    public const string Header = "X-Correlator-Resource";
    private const int MaxAttributes = 50;

    /// <summary>Null when no function is named.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>>? Of(HttpRequest request)
    {
        var attributes = new List<KeyValuePair<string, string>>();
        foreach (var (key, values) in request.Query)
        {
            attributes.Add(new(key, values.ToString()));
        }

        foreach (var pair in request.Headers[Header].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
            {
                attributes.Add(new(pair[..at].Trim(), Uri.UnescapeDataString(pair[(at + 1)..].Trim())));
            }
        }

        var isNamed = attributes.Exists(attribute => attribute is { Key: "faas.name", Value.Length: > 0 });
        return isNamed ? [.. attributes.Where(attribute => attribute.Key.Length > 0).Take(MaxAttributes)] : null;
    }
}
