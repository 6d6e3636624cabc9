using System.Text.Json;

namespace Correlator.Ingest.Aws;

/// <summary>What Firehose says beside the body.</summary>
/// <param name="Region">The region of the stream; empty when unknown.</param>
/// <param name="CommonAttributes">Names and values that the operator gave to the stream.</param>
internal sealed record FirehoseHeaders(string? RequestId, string Region, IReadOnlyList<KeyValuePair<string, string>> CommonAttributes)
{
    public const string AccessKey = "X-Amz-Firehose-Access-Key";
    private const int MaxAttributes = 50;

    public static FirehoseHeaders Of(IHeaderDictionary headers)
    {
        var source = headers["X-Amz-Firehose-Source-Arn"].ToString().Split(':', 5);
        return new FirehoseHeaders(
            headers["X-Amz-Firehose-Request-Id"] is [{ Length: > 0 } id, ..] ? id : null,
            source.Length == 5 && source[0] == "arn" ? source[3] : "",
            Attributes(headers["X-Amz-Firehose-Common-Attributes"].ToString()));
    }

    private static List<KeyValuePair<string, string>> Attributes(string json)
    {
        var attributes = new List<KeyValuePair<string, string>>();
        try
        {
            using var document = json.Length == 0 ? null : JsonDocument.Parse(json);
            if (document?.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("commonAttributes", out var common)
                && common.ValueKind == JsonValueKind.Object)
            {
                foreach (var attribute in common.EnumerateObject().Where(attribute => attribute.Value.ValueKind == JsonValueKind.String).Take(MaxAttributes))
                {
                    attributes.Add(new(attribute.Name, attribute.Value.GetString() ?? ""));
                }
            }
        }
        catch (JsonException)
        {
            // The attributes are an extra: without them the records still count.
        }

        return attributes;
    }
}
