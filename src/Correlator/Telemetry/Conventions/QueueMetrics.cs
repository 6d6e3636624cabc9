using System.Text;
using System.Text.Json;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Facts;

namespace Correlator.Telemetry.Conventions;

/// <summary>Metrics that tell a queue's depth or the age of its oldest message, from the platforms' own names.</summary>
internal static class QueueMetrics
{
    private static readonly Dictionary<string, (string System, QueueMeasure Measure, string[] NameKeys)> ByMetric = new(StringComparer.Ordinal)
    {
        ["messaging.queue.depth"] = ("", QueueMeasure.Depth, ["messaging.destination.name"]),
        ["messaging.queue.oldest_message_age"] = ("", QueueMeasure.OldestAge, ["messaging.destination.name"]),
        ["ApproximateNumberOfMessagesVisible"] = ("aws_sqs", QueueMeasure.Depth, ["QueueName"]),
        ["ApproximateAgeOfOldestMessage"] = ("aws_sqs", QueueMeasure.OldestAge, ["QueueName"]),
        ["NumberOfMessagesSent"] = ("aws_sqs", QueueMeasure.Sent, ["QueueName"]),
        ["NumberOfMessagesReceived"] = ("aws_sqs", QueueMeasure.Received, ["QueueName"]),
        ["NumberOfMessagesDeleted"] = ("aws_sqs", QueueMeasure.Deleted, ["QueueName"]),
        ["rabbitmq.message.current"] = ("rabbitmq", QueueMeasure.Depth, ["rabbitmq.queue.name"]),
        ["pubsub.googleapis.com/subscription/num_undelivered_messages"] = ("gcp_pubsub", QueueMeasure.Depth, ["subscription_id"]),
        ["pubsub.googleapis.com/subscription/oldest_unacked_message_age"] = ("gcp_pubsub", QueueMeasure.OldestAge, ["subscription_id"]),
        ["azure_deadletteredmessages_maximum"] = ("servicebus", QueueMeasure.DeadLetterDepth, ["metadata_entityname"]),
        ["azure_activemessages_maximum"] = ("servicebus", QueueMeasure.Depth, ["metadata_entityname"]),
        ["kafka.consumer_group.lag"] = ("kafka", QueueMeasure.Depth, ["topic"]),
    };

    /// <summary>Full and short names of the metrics that tell an age; the other lists are alike.</summary>
    public static string[] AgeMetrics { get; } = NamesOf(QueueMeasure.OldestAge);

    public static string[] DepthMetrics { get; } = [.. NamesOf(QueueMeasure.Depth), .. NamesOf(QueueMeasure.DeadLetterDepth)];

    public static string[] SentMetrics { get; } = NamesOf(QueueMeasure.Sent);

    public static string[] ReceivedMetrics { get; } = NamesOf(QueueMeasure.Received);

    public static string[] DeletedMetrics { get; } = NamesOf(QueueMeasure.Deleted);

    public static QueueIdentity? QueueOf(TelemetryBatch batch, string metric, RowRange attributes, RowRange resource)
    {
        if (!ByMetric.TryGetValue(ShortName(metric), out var known))
        {
            return null;
        }

        var system = known.System.Length > 0 ? known.System : Find(batch, attributes, ["messaging.system"]) ?? "unknown";
        var name = Find(batch, attributes, known.NameKeys) ?? Find(batch, resource, known.NameKeys);
        return name is null ? null
            : known.Measure == QueueMeasure.DeadLetterDepth ? MessagingSystems.Queue(system, name + "/$deadletterqueue")
            : MessagingSystems.Queue(system, name);
    }

    private static string[] NamesOf(QueueMeasure measure) =>
        [.. ByMetric.Where(pair => pair.Value.Measure == measure).SelectMany(pair => new[] { pair.Key, $"amazonaws.com/AWS/SQS/{pair.Key}" })];

    /// <summary>CloudWatch metric streams write <c>amazonaws.com/AWS/SQS/Metric</c>: the last part is the metric.</summary>
    private static string ShortName(string metric) =>
        metric.StartsWith("amazonaws.com/", StringComparison.Ordinal) ? metric[(metric.LastIndexOf('/') + 1)..] : metric;

    private static string? Find(TelemetryBatch batch, RowRange range, string[] keys)
    {
        foreach (ref readonly var attribute in batch.Attributes.Slice(range))
        {
            var key = batch.String(batch.Keys[attribute.Key].Text);
            if (keys.Contains(key, StringComparer.Ordinal))
            {
                return ResourceIdentities.Text(batch, attribute);
            }

            if (key == "Dimensions" && attribute.Kind == AttributeKind.Json && Dimension(batch.Utf8(attribute.Text), keys) is { } value)
            {
                return value;
            }
        }

        return null;
    }

    private static string? Dimension(ReadOnlySpan<byte> json, string[] keys)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && keys.Contains(Encoding.UTF8.GetString(reader.ValueSpan), StringComparer.Ordinal))
            {
                return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }
        }

        return null;
    }
}
