using Correlator.Telemetry;
using Correlator.Telemetry.Facts;

namespace Correlator.Tests.Telemetry.Facts;

/// <summary>The attributes of a span, and the sighting it must give.</summary>
public sealed record SightingExample
{
    internal SpanKind SpanKind { get; private init; }
    internal SightingKind Kind { get; init; }
    internal string System { get; private init; } = "";
    internal string Destination { get; private init; } = "";
    internal string MessageId { get; private init; } = "";
    internal (string, object)[] Attributes { get; private init; } = [];
    internal int DeliveryCount { get; init; }
    internal string Group { get; init; } = "";
    internal long EnqueuedNano { get; init; }
    internal bool IsDeadLetterQueue { get; init; }

    internal static SightingExample Producer(string system, string destination, string messageId, params (string, object)[] attributes) =>
        Client(SightingKind.Publish, system, destination, messageId, attributes) with { SpanKind = SpanKind.Producer };

    internal static SightingExample Consumer(string system, string destination, string messageId, params (string, object)[] attributes) =>
        Client(SightingKind.Process, system, destination, messageId, attributes) with { SpanKind = SpanKind.Consumer };

    internal static SightingExample Client(
        SightingKind kind, string system, string destination, string messageId, params (string, object)[] attributes) => new()
        {
            SpanKind = SpanKind.Client,
            Kind = kind,
            System = system,
            Destination = destination,
            MessageId = messageId,
            Attributes = attributes,
        };
}
