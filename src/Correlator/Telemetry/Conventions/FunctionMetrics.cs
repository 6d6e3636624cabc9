using System.Text.Json;
using Correlator.Telemetry.Batches;

namespace Correlator.Telemetry.Conventions;

/// <summary>Metrics by which a platform reports of a function: CloudWatch's namespace AWS/Lambda.</summary>
internal static class FunctionMetrics
{
    public const string Lambda = "amazonaws.com/AWS/Lambda/";

    /// <summary>Those that count.</summary>
    public static readonly string[] Reports =
    [
        Lambda + "Invocations",
        Lambda + "Errors",
        Lambda + "Throttles",
        Lambda + "Duration",
        Lambda + "ConcurrentExecutions",
        Lambda + "IteratorAge",
        Lambda + "DeadLetterErrors",
    ];

    private const string Dimension = "FunctionName";

    /// <summary>
    /// The function that the point tells of as a whole. CloudWatch sends the same numbers per version and alias, and for all functions together:
    /// these have other dimensions, and would count an invocation again.
    /// </summary>
    public static string? FunctionOf(TelemetryBatch batch, string metric, RowRange attributes)
    {
        if (!metric.StartsWith(Lambda, StringComparison.Ordinal))
        {
            return null;
        }

        foreach (ref readonly var attribute in batch.Attributes.Slice(attributes))
        {
            if (attribute.Kind == AttributeKind.Json && batch.Utf8(batch.Keys[attribute.Key].Text).SequenceEqual("Dimensions"u8))
            {
                return OnlyDimension(batch.Utf8(attribute.Text));
            }
        }

        return null;
    }

    private static string? OnlyDimension(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject
                && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(Dimension)
                && reader.Read() && reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 } name
                && reader.Read() && reader.TokenType == JsonTokenType.EndObject ? name : null;
        }
        catch (JsonException)
        {
            // A map that was cut for its length tells nothing.
            return null;
        }
    }
}
