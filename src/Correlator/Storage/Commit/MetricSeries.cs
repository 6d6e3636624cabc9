using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Conventions;
using Correlator.Telemetry.Facts;

namespace Correlator.Storage.Commit;

/// <summary>What makes a series: who reports it, the metric, and the point's attributes.</summary>
internal sealed record MetricSeries(
    Guid Id,
    int FunctionId,
    string Name,
    string Unit,
    MetricKind Kind,
    Temporality Temporality,
    bool IsMonotonic,
    string Attributes,
    string Resource)
{
    /// <summary>The queue that the metric tells of, when it does.</summary>
    public QueueIdentity? Queue { get; init; }

    /// <summary>The function that a platform tells of by the metric, when it does: the platform's resource is not the function's.</summary>
    public FunctionIdentity? Function { get; init; }

    public static MetricSeries Of(TelemetryBatch batch, in MetricRow metric, in PointRow point, int functionId)
    {
        var name = IdentityText.Bound(batch.String(metric.Name));
        var attributes = Json(batch, point.Attributes);
        var resource = Json(batch, batch.Resources[metric.Resource].Attributes);
        var identity = $"{functionId}\n{name}\n{batch.String(metric.Unit)}\n{metric.Kind}\n{metric.Temporality}\n{attributes}\n{resource}";
        var reported = FunctionMetrics.FunctionOf(batch, name, point.Attributes);
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(identity));
        return new MetricSeries(
            new Guid(digest.AsSpan(0, 16), bigEndian: true),
            functionId,
            name,
            batch.String(metric.Unit),
            metric.Kind,
            metric.Temporality,
            metric.IsMonotonic,
            attributes,
            resource)
        {
            Queue = QueueMetrics.QueueOf(batch, name, point.Attributes, batch.Resources[metric.Resource].Attributes),
            Function = reported is null ? null : FunctionIdentity.OfName(reported),
        };
    }

    /// <summary>Attributes as one JSON object with ordered keys; of equal keys the last counts.</summary>
    public static string Json(TelemetryBatch batch, RowRange range)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (ref readonly var attribute in batch.Attributes.Slice(range))
        {
            values[batch.String(batch.Keys[attribute.Key].Text)] = attribute.Kind == AttributeKind.Double
                ? attribute.Double.ToString("R", System.Globalization.CultureInfo.InvariantCulture)
                : ResourceIdentities.Text(batch, attribute);
        }

        return JsonSerializer.Serialize(values);
    }
}
