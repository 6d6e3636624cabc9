using System.Text;
using Correlator.Telemetry;
using Correlator.Telemetry.Facts;
using Correlator.Tests.Support;

namespace Correlator.Tests.Telemetry.Facts;

/// <summary>One realistic entry span per platform and instrumentation, and the invocation it must give.</summary>
public sealed class InvocationFactsTests
{
    private const string LogStream = "2021/06/28/[$LATEST]2f399eb14537447da05ab2a2e39309de";
    private const string Arn = "arn:aws:lambda:eu-west-1:123456789012:function:ship:live";
    private static readonly (string, object)[] LambdaResource =
    [
        ("service.name", "shop"),
        ("cloud.provider", "aws"),
        ("cloud.platform", "aws_lambda"),
        ("cloud.region", "eu-west-1"),
        ("faas.name", "ship"),
        ("faas.version", "42"),
        ("faas.instance", LogStream),
        ("faas.max_memory", 134_217_728),
    ];

    [Fact]
    public void Extract_LambdaFromJavaScript_TellsColdStartAndRequest()
    {
        var invocation = Entry(
            LambdaResource,
            ("faas.invocation_id", "r-1"),
            ("faas.coldstart", true),
            ("cloud.resource_id", Arn),
            ("cloud.account.id", "123456789012"),
            ("faas.trigger", "pubsub"));

        invocation.Function.ShouldBe(new FunctionIdentity("default", "shop", "ship"));
        Utf8(invocation.Version).ShouldBe("42");
        Utf8(invocation.Instance).ShouldBe(LogStream);
        Utf8(invocation.InvocationId).ShouldBe("r-1");
        invocation.ColdStart.ShouldBe(ColdStart.Explicit);
        invocation.Trigger.ShouldBe("pubsub");
        invocation.Outcome.ShouldBe(InvocationOutcome.Ok);
        invocation.EndNano.ShouldBe(TelemetryBatchBuilder.Start + 5_000_000);
    }

    [Fact]
    public void Extract_LambdaFromPython_LeavesColdStartUnsaid()
    {
        var invocation = Entry(
            LambdaResource,
            ("faas.invocation_id", "r-1"),
            ("cloud.resource_id", Arn),
            ("faas.trigger", "http"),
            ("http.method", "GET"),
            ("http.route", "/ship"),
            ("http.status_code", 200));

        invocation.ColdStart.ShouldBe(ColdStart.Unsaid);
        invocation.Trigger.ShouldBe("http");
        Utf8(invocation.InvocationId).ShouldBe("r-1");
    }

    [Fact]
    public void Extract_LambdaFromJava_HasTheDefaultTriggerOfAServer() =>
        Entry(LambdaResource, ("faas.invocation_id", "r-1"), ("cloud.resource_id", Arn)).Trigger.ShouldBe("http");

    [Fact]
    public void Extract_LambdaFromDotNet_ReadsDeprecatedNamesOnTheSpan()
    {
        var invocation = Entry(
            [("service.name", "shop")],
            ("faas.execution", "r-1"),
            ("faas.id", Arn),
            ("faas.name", "ship"),
            ("faas.instance", LogStream),
            ("faas.trigger", "other"),
            ("faas.coldstart", false),
            ("faas.max_memory", 128));

        invocation.Function.Name.ShouldBe("ship");
        Utf8(invocation.Instance).ShouldBe(LogStream);
        Utf8(invocation.InvocationId).ShouldBe("r-1");
        invocation.ColdStart.ShouldBe(ColdStart.No);
        invocation.Trigger.ShouldBe("other");
    }

    [Fact]
    public void Extract_AzureFunction_IsNamedByItsSpan()
    {
        (string, object)[] resource =
        [
            ("service.name", "orders-app"),
            ("cloud.provider", "azure"),
            ("cloud.platform", "azure_functions"),
            ("faas.instance", "worker-7"),
            ("deployment.environment.name", "prod"),
        ];

        var invocation = Entry(
            resource,
            ("faas.name", "orders-app/BillOrder"),
            ("faas.trigger", "serviceBusTrigger"),
            ("faas.invocation_id", "r-1"),
            ("azure.functions.coldstart.impacted", "True"));

        invocation.Function.ShouldBe(new FunctionIdentity("prod", "orders-app", "orders-app/BillOrder"));
        invocation.Trigger.ShouldBe("pubsub");
        invocation.ColdStart.ShouldBe(ColdStart.Explicit);
    }

    [Theory]
    [InlineData("httpTrigger", "http")]
    [InlineData("timerTrigger", "timer")]
    [InlineData("eventHubTrigger", "pubsub")]
    [InlineData("queueTrigger", "pubsub")]
    [InlineData("cosmosDBTrigger", "datasource")]
    [InlineData("blobTrigger", "datasource")]
    [InlineData("somethingNew", "other")]
    public void Extract_AzureTriggerType_IsCanonical(string raw, string canonical) =>
        Entry([("service.name", "app")], ("faas.trigger", raw)).Trigger.ShouldBe(canonical);

    [Fact]
    public void Extract_CloudRun_HasRevisionAndInstance()
    {
        (string, object)[] resource =
        [
            ("service.name", "ship"),
            ("cloud.provider", "gcp"),
            ("cloud.platform", "gcp_cloud_run"),
            ("faas.name", "ship"),
            ("faas.version", "ship-00007-abc"),
            ("faas.instance", "00bf4bf02d"),
            ("cloud.region", "europe-west1"),
        ];

        var invocation = Entry(resource, ("http.request.method", "POST"), ("url.path", "/"));

        Utf8(invocation.Version).ShouldBe("ship-00007-abc");
        Utf8(invocation.Instance).ShouldBe("00bf4bf02d");
        invocation.ColdStart.ShouldBe(ColdStart.Unsaid);
    }

    [Fact]
    public void Extract_PlainService_IsAFunctionByItsServiceName()
    {
        var invocation = Entry(
        [
            ("service.name", "shop"),
            ("service.version", "1.2.3"),
            ("service.instance.id", "pod-1"),
            ("deployment.environment", "staging"),
        ]);

        invocation.Function.ShouldBe(new FunctionIdentity("staging", "shop", "shop"));
        (Utf8(invocation.Version), Utf8(invocation.Instance)).ShouldBe(("1.2.3", "pod-1"));
    }

    /// <summary>The span that the Lambda telemetry receiver makes: an init, and no invocation.</summary>
    [Fact]
    public void Extract_InitSpan_IsAnInitWithItsDuration()
    {
        var init = new TelemetryBatchBuilder()
            .Resource(("faas.name", "ship"), ("faas.invoked_provider", "aws"), ("faas.max_memory", "128"))
            .Span("init ship", SpanKind.Internal, ("faas.coldstart", true)).Lasts(TimeSpan.FromMilliseconds(400))
            .SingleInvocation();

        init.Trigger.ShouldBe(Invocation.InitTrigger);
        init.ColdStart.ShouldBe(ColdStart.InitEvent);
        init.InitNano.ShouldBe(400_000_000);
    }

    [Fact]
    public void Extract_InternalSpan_IsNoInvocation() => new TelemetryBatchBuilder().Span("compute", SpanKind.Internal).Facts().Invocations.ShouldBeEmpty();

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    [InlineData(null, 1)]
    public void Extract_ServerBelowAParent_IsAnInvocationWhenTheParentIsRemote(bool? isRemote, int invocations) =>
        new TelemetryBatchBuilder().Below(77, isRemote).Span("handle", SpanKind.Server).Facts().Invocations.Count.ShouldBe(invocations);

    [Fact]
    public void Extract_ParentInTheSameBatchAndNothingToldOfIt_IsLocal() =>
        new TelemetryBatchBuilder()
            .Resource(("service.name", "shop"))
            .Span("outer", SpanKind.Server)
            .Below(1)
            .Span("inner", SpanKind.Server)
            .SingleInvocation().SpanId.Value.ShouldBe(1UL);

    [Fact]
    public void Extract_ParentInAnotherRequestOfTheCommitAndNothingToldOfIt_IsRemote()
    {
        using var caller = new TelemetryBatchBuilder().Resource(("service.name", "shop")).Span("start", SpanKind.Internal).Span("call", SpanKind.Client);
        using var called = new TelemetryBatchBuilder().Resource(("service.name", "shop")).Below(2).Span("handle", SpanKind.Server);

        BlockFacts.Of(caller.Batch, called.Batch).Invocations.ShouldHaveSingleItem().ParentIsRemote.ShouldBeTrue();
    }

    [Theory]
    [InlineData("Charge failed for order 4711", "CardException", "CardException: Charge failed for order #", InvocationOutcome.Error)]
    [InlineData(
        "2024-01-29T16:41:15.998Z r-1 Task timed out after 45.05 seconds", "",
        "#:#:#.# # Task timed out after #.# seconds",
        InvocationOutcome.Timeout)]
    [InlineData("killed", "Runtime.OutOfMemory", "Runtime.OutOfMemory: killed", InvocationOutcome.OutOfMemory)]
    [InlineData(
        "Timeout value of 00:05:00 exceeded by function 'Functions.Bill'", "FunctionTimeoutException",
        "FunctionTimeoutException: Timeout value of #:#:# exceeded by function 'Functions.Bill'",
        InvocationOutcome.Timeout)]
    [InlineData("", "", "error", InvocationOutcome.Error)]
    public void Extract_Failed_HasAMaskedSignatureAndAnOutcome(string message, string type, string signature, object outcome)
    {
        var invocation = new TelemetryBatchBuilder().Span("handle", SpanKind.Server).Failed(message, type).SingleInvocation();

        invocation.ErrorSignature.ShouldBe(signature);
        invocation.Outcome.ShouldBe((InvocationOutcome)outcome);
    }

    [Theory]
    [InlineData("correlation_id", "abc-1", "correlation", KeyScope.Joins)]
    [InlineData("messaging.message.conversation_id", "abc-1", "correlation", KeyScope.Joins)]
    [InlineData("order_id", "4711", "order", KeyScope.Finds)]
    public void Extract_KeyAttribute_IsAKeyOfTheTrace(string key, string value, string name, object scope)
    {
        var fact = new TelemetryBatchBuilder().In(9).Span("handle", SpanKind.Server, (key, value)).SingleKey();

        (fact.Name, Utf8(fact.Value), fact.Scope, fact.TraceId.Low).ShouldBe((name, value, (KeyScope)scope, 9UL));
    }

    [Fact]
    public void Extract_CapturedHeader_IsAKey()
    {
        (string, object) header = ("http.request.header.x-correlation-id", new[] { "abc-1" });

        var key = new TelemetryBatchBuilder().Span("handle", SpanKind.Server, header).SingleKey();

        Utf8(key.Value).ShouldBe("abc-1");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("undefined")]
    [InlineData("test")]
    [InlineData("unknown")]
    [InlineData("default")]
    [InlineData("1")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("00000000000000000000000000000000")]
    public void Extract_ConstantId_IsNoKey(string value) =>
        new TelemetryBatchBuilder().Span("handle", SpanKind.Server, ("correlation_id", value)).Facts().Keys.ShouldBeEmpty();

    [Fact]
    public void Extract_SameKeyOnManySpansOfATrace_IsOneKey() =>
        new TelemetryBatchBuilder()
            .Span("a", SpanKind.Server, ("correlation_id", "abc-1"))
            .Span("b", SpanKind.Internal, ("correlationId", "abc-1"))
            .Facts().Keys.ShouldHaveSingleItem();

    private static InvocationFact Entry((string, object)[] resource, params (string, object)[] attributes) =>
        new TelemetryBatchBuilder().Resource(resource).Below(77, isRemote: true).Span("ship", SpanKind.Server, attributes).SingleInvocation();

    private static string Utf8(ReadOnlyMemory<byte> text) => Encoding.UTF8.GetString(text.Span);
}
