using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;
using Correlator.Telemetry.Facts;

namespace Correlator.Telemetry.Conventions;

/// <summary>Canonical names of messaging systems and destinations, from every spelling on the wire.</summary>
internal static partial class MessagingSystems
{
    public const string Sqs = "aws_sqs";
    private const string StorageQueue = "azure_storage_queue";
    private const string RabbitMq = "rabbitmq";
    private const string DefaultExchange = "amq.default";
    private const string DeadLetterSubQueue = "/$deadletterqueue";
    private const string Subscriptions = "/subscriptions/";

    /// <summary>Other spellings of the systems that the semantic conventions name, and of those that they do not.</summary>
    private static readonly FrozenDictionary<string, string> BySpelling = new Dictionary<string, string>
    {
        ["amazonsqs"] = Sqs,
        ["aws sqs"] = Sqs,
        ["aws.sqs"] = Sqs,
        ["sqs"] = Sqs,
        ["aws_sns"] = "aws.sns",
        ["amazonsns"] = "aws.sns",
        ["aws sns"] = "aws.sns",
        ["sns"] = "aws.sns",
        ["eventbridge"] = "aws.eventbridge",
        ["aws_eventbridge"] = "aws.eventbridge",
        ["amazoneventbridge"] = "aws.eventbridge",
        ["az.servicebus"] = "servicebus",
        ["azureservicebus"] = "servicebus",
        ["azure_servicebus"] = "servicebus",
        ["azure.servicebus"] = "servicebus",
        ["microsoft.servicebus"] = "servicebus",
        ["az.eventhubs"] = "eventhubs",
        ["azureeventhubs"] = "eventhubs",
        ["azure_eventhubs"] = "eventhubs",
        ["azure.eventhubs"] = "eventhubs",
        ["microsoft.eventhub"] = "eventhubs",
        ["az.eventgrid"] = "eventgrid",
        ["microsoft.eventgrid"] = "eventgrid",
        ["pubsub"] = "gcp_pubsub",
        ["google_pubsub"] = "gcp_pubsub",
        ["google.pubsub"] = "gcp_pubsub",
        ["gcp.pubsub"] = "gcp_pubsub",
        ["azurequeues"] = StorageQueue,
        ["azurestoragequeues"] = StorageQueue,
        ["azurequeuestorage"] = StorageQueue,
        ["azure.storage.queue"] = StorageQueue,
        ["microsoft.storage"] = StorageQueue,
        ["azqueues"] = StorageQueue,
        ["az.storage.queue"] = StorageQueue,
        ["storagequeue"] = StorageQueue,
        ["apache_kafka"] = "kafka",
        ["apachekafka"] = "kafka",
        ["rabbit"] = RabbitMq,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string System(string raw)
    {
        var name = raw.ToLowerInvariant();
        return name.Length == 0 ? "unknown" : BySpelling.GetValueOrDefault(name, name);
    }

    /// <summary>The queue's own name: without URL, ARN, project, subscription or exchange around it.</summary>
    public static string Destination(string raw, string system = "")
    {
        if (raw.StartsWith("arn:", StringComparison.Ordinal))
        {
            return raw[(raw.LastIndexOf(':') + 1)..];
        }

        if (raw.EndsWith(DeadLetterSubQueue, StringComparison.OrdinalIgnoreCase))
        {
            // Service Bus does not mind the case; clients, tools and metrics write it in three ways.
            return Topic(raw[..^DeadLetterSubQueue.Length]) + DeadLetterSubQueue;
        }

        if (raw.StartsWith("projects/", StringComparison.Ordinal))
        {
            // Pub/Sub: projects/PROJECT/topics/NAME, projects/PROJECT/subscriptions/NAME.
            return raw[(raw.LastIndexOf('/') + 1)..];
        }

        if (raw.Contains("://", StringComparison.Ordinal) && raw.TrimEnd('/') is var url)
        {
            return url[(url.LastIndexOf('/') + 1)..];
        }

        return system == RabbitMq ? QueueOfExchange(raw) : Topic(raw);
    }

    /// <summary>The subscription that a destination such as <c>orders/Subscriptions/billing</c> names; empty when it names none.</summary>
    public static ReadOnlyMemory<byte> Subscription(ReadOnlyMemory<byte> destination)
    {
        var at = IndexOfSubscriptions(destination.Span);
        if (at < 0)
        {
            return default;
        }

        var name = destination[(at + Subscriptions.Length)..];
        var end = name.Span.IndexOf((byte)'/');
        return end < 0 ? name : name[..end];
    }

    public static QueueIdentity Queue(string system, string destination)
    {
        var canonical = System(system);
        var name = IdentityText.Bound(Destination(destination, canonical));
        return new QueueIdentity(IdentityText.Bound(canonical), name) { LooksLikeDeadLetter = DeadLetterName().IsMatch(name) };
    }

    /// <summary>
    /// The queue of a message that says where it died: a dead-letter queue, unless it is that very queue, to which the message came back
    /// (a redrive, or a retry by way of a waiting queue).
    /// </summary>
    public static QueueIdentity DeadLetters(QueueIdentity queue, string source)
    {
        var name = Destination(source);
        name = name[(name.LastIndexOf('/') + 1)..];
        return name.Length == 0 || queue.Destination.Split(':').Contains(name, StringComparer.OrdinalIgnoreCase)
            ? queue
            : queue with { LooksLikeDeadLetter = true, DeadLetterOf = name };
    }

    /// <summary>
    /// <c>EXCHANGE:KEY:QUEUE</c> and <c>EXCHANGE:KEY</c> (semantic conventions): the queue when it is named. The default exchange, which has no name or is
    /// called amq.default, gives to the queue of the routing key's name; of another exchange a publisher knows no queue.
    /// </summary>
    private static string QueueOfExchange(string raw)
    {
        var parts = raw.Split(':', 4);
        return parts is [_, _, { Length: > 0 } queue] ? queue
            : parts is ["" or DefaultExchange, { Length: > 0 } key, ..] && (parts.Length == 2 || parts[2].Length == 0) ? key
            : raw;
    }

    private static string Topic(string raw) => raw.IndexOf(Subscriptions, StringComparison.OrdinalIgnoreCase) is > 0 and var at ? raw[..at] : raw;

    private static int IndexOfSubscriptions(ReadOnlySpan<byte> destination)
    {
        for (var at = 1; at + Subscriptions.Length < destination.Length; at++)
        {
            if (destination[at] == (byte)'/' && Ascii.EqualsIgnoreCase(destination.Slice(at, Subscriptions.Length), Subscriptions))
            {
                return at;
            }
        }

        return -1;
    }

    [GeneratedRegex(
        @"(^|[-_./:])(dlq|dlt|dlx|dl|dead([-_. ]?letters?)?|deadletterqueue|poison|undeliverable|parking[-_]?lot)($|[-_./:]|\.fifo$)"
        + @"|_error$|\$deadletterqueue$|[a-z0-9](DLQ|DeadLetterQueue|DeadLetter)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 100)]
    private static partial Regex DeadLetterName();
}
