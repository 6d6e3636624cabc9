using System.Text.RegularExpressions;
using Correlator.Telemetry.Facts;

namespace Correlator.Telemetry.Conventions;

/// <summary>Canonical names of messaging systems and destinations, from every spelling on the wire.</summary>
internal static partial class MessagingSystems
{
    public const string Sqs = "aws_sqs";
    private const string DeadLetterSubQueue = "/$deadletterqueue";

    public static string System(string raw) => raw.ToLowerInvariant() switch
    {
        "amazonsqs" or "aws sqs" or "aws.sqs" or "sqs" => Sqs,
        "aws_sns" or "amazonsns" or "sns" => "aws.sns",
        "az.servicebus" or "azureservicebus" or "microsoft.servicebus" => "servicebus",
        "az.eventhubs" or "microsoft.eventhub" => "eventhubs",
        "pubsub" or "google_pubsub" => "gcp_pubsub",
        "azurequeues" or "azurestoragequeues" or "azqueues" or "storagequeue" => "azure_storage_queue",
        "" => "unknown",
        var name => name,
    };

    /// <summary>The queue's own name: the last segment of an SQS URL or of an ARN.</summary>
    public static string Destination(string raw)
    {
        if (raw.StartsWith("arn:", StringComparison.Ordinal))
        {
            return raw[(raw.LastIndexOf(':') + 1)..];
        }

        if (raw.EndsWith(DeadLetterSubQueue, StringComparison.OrdinalIgnoreCase))
        {
            // Service Bus does not mind the case; clients, tools and metrics write it in three ways.
            return raw[..^DeadLetterSubQueue.Length] + DeadLetterSubQueue;
        }

        return raw.Contains("://", StringComparison.Ordinal) && raw.TrimEnd('/') is var url ? url[(url.LastIndexOf('/') + 1)..] : raw;
    }

    public static QueueIdentity Queue(string system, string destination)
    {
        var name = IdentityText.Bound(Destination(destination));
        return new QueueIdentity(IdentityText.Bound(System(system)), name) { LooksLikeDeadLetter = DeadLetterName().IsMatch(name) };
    }

    /// <summary>
    /// The queue of a message that says where it died: a dead-letter queue, unless it is that very queue, to which the message came back
    /// (a redrive, or a retry by way of a waiting queue).
    /// </summary>
    public static QueueIdentity DeadLetters(QueueIdentity queue, string source)
    {
        var name = Destination(source);
        name = name[(name.LastIndexOf('/') + 1)..];
        return name.Length == 0 || queue.Destination.Split(':').Contains(name, StringComparer.OrdinalIgnoreCase) ? queue : queue with { LooksLikeDeadLetter = true, DeadLetterOf = name };
    }

    [GeneratedRegex(
        @"(^|[-_./:])(dlq|dlt|dlx|dl|dead([-_. ]?letters?)?|deadletterqueue|poison|undeliverable|parking[-_]?lot)($|[-_./:]|\.fifo$)|_error$|\$deadletterqueue$|[a-z0-9](DLQ|DeadLetterQueue|DeadLetter)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 100)]
    private static partial Regex DeadLetterName();
}
