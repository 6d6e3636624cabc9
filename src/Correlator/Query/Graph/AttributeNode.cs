using System.Text.Json.Nodes;
using Correlator.GraphQL.Annotations;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Read;

namespace Correlator.Query.Graph;

/// <summary>An attribute of a span, a log record, or what sent them.</summary>
[ObjectType<AttributeValue>("Attribute", IgnoreProperties = [nameof(AttributeValue.Value), nameof(AttributeValue.Kind)])]
internal static class AttributeNode
{
    /// <summary>As it was sent; bytes in base64.</summary>
    public static object? GetValue([Parent] AttributeValue attribute) => attribute switch
    {
        { Kind: AttributeKind.Json, Value: string json } => JsonNode.Parse(json),
        { Value: byte[] bytes } => Convert.ToBase64String(bytes),
        _ => attribute.Value,
    };

    /// <summary>The value as text.</summary>
    public static string GetText([Parent] AttributeValue attribute) => attribute.ToString();
}
