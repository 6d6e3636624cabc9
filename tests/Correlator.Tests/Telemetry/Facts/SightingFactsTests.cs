using System.Text;
using Correlator.Telemetry;
using Correlator.Telemetry.Facts;
using Correlator.Tests.Support;

namespace Correlator.Tests.Telemetry.Facts;

public sealed class SightingFactsTests
{
    [Theory]
    [MemberData(nameof(AwsSightingExamples.All), MemberType = typeof(AwsSightingExamples))]
    [MemberData(nameof(AzureSightingExamples.All), MemberType = typeof(AzureSightingExamples))]
    [MemberData(nameof(BrokerSightingExamples.All), MemberType = typeof(BrokerSightingExamples))]
    public void Extract_RealSpan_GivesTheCanonicalSighting(string instrumentation, SightingExample expected)
    {
        _ = instrumentation;

        var sighting = new TelemetryBatchBuilder()
            .Resource(("service.name", "shop"))
            .Below(77, isRemote: true)
            .Span("any", expected.SpanKind, expected.Attributes)
            .SingleSighting();

        sighting.Kind.ShouldBe(expected.Kind);
        (sighting.Queue.System, sighting.Queue.Destination).ShouldBe((expected.System, expected.Destination));
        sighting.Queue.LooksLikeDeadLetter.ShouldBe(expected.IsDeadLetterQueue);
        Utf8(sighting.MessageId).ShouldBe(expected.MessageId);
        sighting.DeliveryCount.ShouldBe(expected.DeliveryCount);
        sighting.EnqueuedNano.ShouldBe(expected.EnqueuedNano);
        sighting.InBatch.ShouldBeFalse();
        if (expected.Group.Length > 0)
        {
            Utf8(sighting.ConsumerGroup).ShouldBe(expected.Group);
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("NULL")]
    [InlineData("undefined")]
    [InlineData("None")]
    [InlineData("-")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("   ")]
    public void Extract_ConstantMessageId_IsNoId(string id)
    {
        var sighting = new TelemetryBatchBuilder()
            .Below(77, isRemote: true)
            .Span("process", SpanKind.Consumer, [.. ProcessOf("rabbitmq"), ("messaging.message.id", id)])
            .SingleSighting();

        sighting.MessageId.IsEmpty.ShouldBeTrue();
        MessageKeys.For(sighting).ShouldBe(MessageKeys.ByContext(sighting.ContextTraceId, sighting.ContextSpanId));
    }

    [Fact]
    public void Extract_ConstantIdOfAKafkaRecord_GivesWayToItsOffset()
    {
        (string, object)[] record =
            [("messaging.message.id", "null"), ("messaging.destination.partition.id", "3"), ("messaging.kafka.offset", 7)];

        var sighting = new TelemetryBatchBuilder().Span("process", SpanKind.Consumer, [.. ProcessOf("kafka"), .. record]).SingleSighting();

        Utf8(sighting.MessageId).ShouldBe("orders/3/7");
    }

    [Fact]
    public void Extract_LambdaBatchFromSqs_IsOneSightingPerLink()
    {
        var facts = new TelemetryBatchBuilder()
            .Resource(("faas.name", "ship"))
            .Span("ship", SpanKind.Server, ("faas.invocation_id", "r-1"), ("faas.trigger", "pubsub"))
            .Below(1)
            .Span("process orders", SpanKind.Consumer, [.. ProcessOf("aws_sqs"), ("messaging.batch.message_count", 2)])
            .Links((21, 1, [("messaging.message.id", "a")]), (22, 2, [("messaging.message.id", "b")]))
            .Facts();

        facts.Sightings
            .Select(sighting => (
                Utf8(sighting.MessageId),
                sighting.ContextTraceId.Low,
                sighting.ContextSpanId.Value,
                sighting.InBatch,
                sighting.Ordinal))
            .ShouldBe(
            [
                ("a", 21UL, 1UL, true, (short)0),
                ("b", 22UL, 2UL, true, (short)1),
            ]);
        facts.Links.ShouldBeEmpty();
        facts.Invocations.ShouldHaveSingleItem().SpanId.Value.ShouldBe(1UL);
    }

    [Fact]
    public void Extract_DotNetLambdaWithLinksOnItsServerSpan_LinksTheTraces()
    {
        var facts = new TelemetryBatchBuilder()
            .Resource(("faas.name", "ship"))
            .Span("ship", SpanKind.Server, ("faas.trigger", "other"), ("faas.invocation_id", "r-1"))
            .Links((21, 1, []))
            .Facts();

        facts.Sightings.ShouldBeEmpty();
        var link = facts.Links.ShouldHaveSingleItem();
        (link.LinkedTraceId.Low, link.InBatch).ShouldBe((21UL, false));
    }

    [Fact]
    public void Extract_LinkedSingleMessage_TakesItsIdFromTheSpan()
    {
        (string, object)[] process =
        [
            ("messaging.system", "servicebus"),
            ("messaging.destination.name", "orders"),
            ("messaging.operation", "process"),
            ("messaging.message.id", "m1"),
        ];

        var sighting = new TelemetryBatchBuilder().Span("orders process", SpanKind.Consumer, process).Links((21, 5, [])).SingleSighting();

        Utf8(sighting.MessageId).ShouldBe("m1");
        (sighting.ContextTraceId.Low, sighting.ContextSpanId.Value, sighting.InBatch).ShouldBe((21UL, 5UL, false));
    }

    /// <summary>Its consumers name no message either: a publish that nothing can ever be matched with would look lost.</summary>
    [Fact]
    public void Extract_EventBridgeWithoutAnEventId_IsNoSighting()
    {
        (string, object)[] put =
        [
            ("rpc.system", "aws-api"),
            ("rpc.service", "EventBridge"),
            ("rpc.method", "PutEvents"),
            ("aws.request_id", "r-1"),
        ];

        var facts = new TelemetryBatchBuilder().Span("EventBridge.PutEvents", SpanKind.Client, put).Facts();

        facts.Sightings.ShouldBeEmpty();
    }

    [Fact]
    public void Extract_ServiceBusSendOfCreatedMessages_IsOneSightingPerMessage()
    {
        (string, object)[] queue = [("messaging.system", "servicebus"), ("messaging.destination.name", "orders")];
        (string, object)[] send = [.. queue, ("messaging.operation", "publish"), ("messaging.batch.message_count", 1)];

        var sighting = new TelemetryBatchBuilder()
            .Span("Message", SpanKind.Producer, queue)
            .Span("ServiceBusSender.Send", SpanKind.Client, send).Links((1, 1, []))
            .SingleSighting();

        sighting.ContextSpanId.Value.ShouldBe(1UL);
    }

    [Fact]
    public void Extract_KafkaBatch_NamesEachRecordByItsOffset()
    {
        var facts = new TelemetryBatchBuilder()
            .Span("orders process", SpanKind.Consumer, [.. ProcessOf("kafka"), ("messaging.destination.partition.id", "3")])
            .Links((21, 1, [("messaging.kafka.offset", 7)]), (22, 2, [("messaging.kafka.offset", 8)]))
            .Facts();

        facts.Sightings.Select(sighting => Utf8(sighting.MessageId)).ShouldBe(["orders/3/7", "orders/3/8"]);
    }

    [Fact]
    public void Extract_PollThatFoundNothing_IsNoSighting()
    {
        (string, object)[] poll =
        [
            ("messaging.system", "aws_sqs"),
            ("messaging.destination.name", "orders"),
            ("messaging.operation.type", "receive"),
            ("messaging.batch.message_count", 0),
        ];

        var facts = new TelemetryBatchBuilder().Span("orders receive", SpanKind.Client, poll).Facts();

        facts.Sightings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("x-first-death-queue")]
    [InlineData("messaging.header.x_first_death_queue")]
    [InlineData("messaging.header.x-first-death-queue")]
    [InlineData("DeadLetterQueueSourceArn")]
    [InlineData("DeadLetterSource")]
    [InlineData("CloudPubSubDeadLetterSourceSubscription")]
    [InlineData("kafka_dlt-original-topic")]
    public void Extract_WordOfTheQueueItDiedIn_MarksTheQueueAsItsDeadLetterQueue(string key)
    {
        var sighting = Delivered("parking", (key, "orders"));

        sighting.Queue.LooksLikeDeadLetter.ShouldBeTrue();
        sighting.Queue.DeadLetterOf.ShouldBe("orders");
    }

    [Fact]
    public void Extract_CapturedHeader_IsReadFromItsArray()
    {
        var sighting = Delivered("parking", ("messaging.header.x_first_death_queue", new[] { "orders" }));

        sighting.Queue.DeadLetterOf.ShouldBe("orders");
    }

    [Fact]
    public void Extract_RedrivenToTheQueueItDiedIn_IsAnAttemptThere()
    {
        var sighting = Delivered("orders", ("x-first-death-queue", "orders"));

        sighting.Queue.LooksLikeDeadLetter.ShouldBeFalse();
        sighting.Queue.DeadLetterOf.ShouldBe("");
    }

    [Theory]
    [InlineData("orders-dlq", true)]
    [InlineData("orders.dlq.fifo", true)]
    [InlineData("orders-dead-letter", true)]
    [InlineData("OrdersDLQ", true)]
    [InlineData("OrdersDeadLetterQueue", true)]
    [InlineData("orders-parking-lot", true)]
    [InlineData("orders.DLT", true)]
    [InlineData("orders/$Transfer/$DeadLetterQueue", true)]
    [InlineData("orders", false)]
    [InlineData("handled-orders", false)]
    [InlineData("deadlines", false)]
    [InlineData("headline", false)]
    [InlineData("middleware", false)]
    public void Queue_ByItsName_IsADeadLetterQueueOrNot(string name, bool expected) => Delivered(name).Queue.LooksLikeDeadLetter.ShouldBe(expected);

    private static SightingFact Delivered(string queue, params (string, object)[] more) => new TelemetryBatchBuilder()
        .Span("process", SpanKind.Consumer, [.. ProcessOf("rabbitmq", queue), ("messaging.message.id", "m1"), .. more])
        .SingleSighting();

    private static (string, object)[] ProcessOf(string system, string queue = "orders") =>
    [
        ("messaging.system", system),
        ("messaging.destination.name", queue),
        ("messaging.operation.type", "process"),
    ];

    private static string Utf8(ReadOnlyMemory<byte> text) => Encoding.UTF8.GetString(text.Span);
}
