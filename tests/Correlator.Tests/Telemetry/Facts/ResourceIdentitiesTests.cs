using Correlator.Telemetry;
using Correlator.Telemetry.Facts;
using Correlator.Tests.Support;

namespace Correlator.Tests.Telemetry.Facts;

/// <summary>The resource that each instrumentation really sends, and whose it is.</summary>
public sealed class ResourceIdentitiesTests
{
    private const string Stream = "2021/06/28/[$LATEST]2f399eb14537447da05ab2a2e39309de";
    private const string Arn = "arn:aws:lambda:eu-west-1:123456789012:function:ship:live";
    private const string Site = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/orders-app";

    public static TheoryData<string, Example> Examples => new()
    {
        { "Lambda, JavaScript layer", new Example([("cloud.provider", "aws"), ("cloud.platform", "aws_lambda"), ("cloud.region", "eu-west-1"), ("faas.name", "ship"), ("faas.version", "42"), ("faas.max_memory", 134_217_728), ("faas.instance", Stream), ("aws.log.group.names", new[] { "/aws/lambda/ship" }), ("service.name", "unknown_service:node"), ("telemetry.sdk.language", "nodejs")], "default", "ship", "ship", "42", Stream) { Megabytes = 128 } },
        { "Lambda, Python layer", new Example([("cloud.provider", "aws"), ("cloud.region", "eu-west-1"), ("faas.name", "ship"), ("faas.version", "$LATEST"), ("faas.instance", Stream), ("faas.max_memory", 128), ("service.name", "shop"), ("service.version", "1.2.3"), ("telemetry.auto.version", "0.50b0")], "default", "shop", "ship", "1.2.3", Stream) { Megabytes = 128 } },
        { "Lambda, Java layer", new Example([("cloud.provider", "aws"), ("cloud.platform", "aws_lambda"), ("cloud.region", "eu-west-1"), ("faas.name", "ship"), ("faas.version", "$LATEST"), ("service.name", "shop"), ("deployment.environment", "prod"), ("aws.log.stream.names", new[] { Stream })], "prod", "shop", "ship", "$LATEST", Stream) },
        { "Lambda, .NET wrapper", new Example([("cloud.provider", "aws"), ("cloud.platform", "aws_lambda"), ("cloud.region", "eu-west-1"), ("faas.name", "ship"), ("faas.version", "7"), ("service.name", "shop"), ("service.instance.id", "5a6e"), ("deployment.environment.name", "prod")], "prod", "shop", "ship", "7", "5a6e") },
        { "Lambda, .NET wrapper in legacy names", new Example([("cloud.provider", "aws"), ("faas.id", Arn), ("aws.log.group.names", new[] { "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/ship:*" }), ("service.name", "unknown_service:dotnet")], "default", "ship", "ship", "", "") },
        { "Lambda, by its log group alone", new Example([("cloud.provider", "aws"), ("cloud.region", "eu-west-1"), ("aws.log.group.names", "/aws/lambda/ship"), ("aws.log.stream.names", Stream)], "default", "ship", "ship", "", Stream) },
        { "Lambda, telemetry receiver of the collector", new Example([("faas.invoked_provider", "aws"), ("faas.invoked_region", "eu-west-1"), ("faas.name", "ship"), ("service.name", "ship"), ("faas.version", "$LATEST"), ("faas.max_memory", "128")], "default", "ship", "ship", "$LATEST", "") { Megabytes = 128 } },
        { "Azure Functions host", new Example([("service.name", "orders-app"), ("service.version", "4.1036.1"), ("cloud.provider", "azure"), ("cloud.platform", "azure_functions"), ("cloud.region", "eu-west-1"), ("cloud.resource_id", Site), ("process.pid", 17), ("faas.instance", "worker-7")], "default", "orders-app", "orders-app", "4.1036.1", "worker-7") },
        { "Azure Functions, newer names and no service", new Example([("cloud.provider", "azure"), ("cloud.platform", "azure.functions"), ("cloud.region", "eu-west-1"), ("cloud.resource_id", Site + "/functions/bill"), ("service.instance.id", "worker-7"), ("deployment.environment.name", "prod")], "prod", "orders-app", "orders-app/bill", "", "worker-7") },
        { "Cloud Run", new Example([("cloud.provider", "gcp"), ("cloud.platform", "gcp_cloud_run"), ("cloud.region", "eu-west-1"), ("faas.name", "ship"), ("faas.version", "ship-00007-abc"), ("faas.instance", "00bf4bf02d"), ("service.name", "unknown_service:java")], "default", "ship", "ship", "ship-00007-abc", "00bf4bf02d") },
        { "Cloud Run, by its resource id", new Example([("cloud.provider", "gcp"), ("cloud.region", "eu-west-1"), ("cloud.resource_id", "//run.googleapis.com/projects/p/locations/eu-west-1/services/ship"), ("service.version", "9")], "default", "ship", "ship", "9", "") },
        { "Cloud Functions", new Example([("cloud.provider", "gcp"), ("cloud.platform", "gcp_cloud_functions"), ("cloud.region", "eu-west-1"), ("faas.name", "ship"), ("faas.version", "3"), ("service.name", "shop")], "default", "shop", "ship", "3", "") },
        { "Plain service", new Example([("service.name", "shop"), ("service.version", "1.2.3"), ("service.instance.id", "pod-1"), ("service.namespace", "web"), ("deployment.environment", "staging"), ("cloud.region", "eu-west-1")], "staging", "shop", "shop", "1.2.3", "pod-1") },
        { "Plain service on Kubernetes", new Example([("service.name", "shop"), ("k8s.pod.name", "shop-6d4cf56db6-9x7ks"), ("container.id", "3f2b"), ("cloud.region", "eu-west-1")], "default", "shop", "shop", "", "shop-6d4cf56db6-9x7ks") },
        { "Both names of the environment, in either order", new Example([("deployment.environment.name", "prod"), ("service.name", "shop"), ("deployment.environment", "old"), ("cloud.region", "eu-west-1")], "prod", "shop", "shop", "", "") },
        { "An SDK that was given no name", new Example([("service.name", "unknown_service:java"), ("cloud.region", "eu-west-1")], "default", "unknown_service:java", "unknown_service:java", "", "") },
        { "Nothing", new Example([("cloud.region", "eu-west-1")], "default", "unknown", "unknown", "", "") },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void Identify_RealResource_IsWhoSentIt(string instrumentation, object example)
    {
        _ = instrumentation;
        var expected = (Example)example;
        using var builder = new TelemetryBatchBuilder().Resource(expected.Attributes);

        var identity = ResourceIdentities.Identify(builder.Batch, 1);

        identity.Function.ShouldBe(new FunctionIdentity(expected.Environment, expected.Service, expected.Name));
        (identity.Version, identity.Instance, identity.MaxMemory >> 20).ShouldBe((expected.Version, expected.Instance, expected.Megabytes));
        if (expected.Attributes.Any(attribute => attribute.Key.EndsWith("region", StringComparison.Ordinal) || attribute.Value is Arn))
        {
            identity.Region.ShouldBe("eu-west-1");
        }
    }

    [Theory]
    [InlineData("cloud.resource_id")]
    [InlineData("faas.id")]
    [InlineData("aws.lambda.invoked_arn")]
    public void Extract_ResourceWithoutAFunction_IsNamedByTheArnOnTheSpan(string key) =>
        new TelemetryBatchBuilder().Resource(("service.name", "shop")).Span("handler", SpanKind.Server, (key, Arn)).Facts().Invocations.ShouldHaveSingleItem().Function.ShouldBe(new FunctionIdentity("default", "shop", "ship"));

    [Fact]
    public void Extract_ResourceWithAFunction_IsNotNamedByAnotherOnesArn() =>
        new TelemetryBatchBuilder().Resource(("faas.name", "bill")).Span("handler", SpanKind.Server, ("cloud.resource_id", Arn)).Facts().Invocations.ShouldHaveSingleItem().Function.Name.ShouldBe("bill");

    public sealed record Example
    {
        internal Example((string Key, object Value)[] attributes, string environment, string service, string name, string version, string instance) =>
            (Attributes, Environment, Service, Name, Version, Instance) = (attributes, environment, service, name, version, instance);

        internal (string Key, object Value)[] Attributes { get; }
        internal string Environment { get; }
        internal string Service { get; }
        internal string Name { get; }
        internal string Version { get; }
        internal string Instance { get; }
        internal long Megabytes { get; init; }
    }
}
