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
        {
            "Lambda, JavaScript layer",
            Sent("default", "ship", "ship", "42", Stream,
                ("cloud.provider", "aws"),
                ("cloud.platform", "aws_lambda"),
                ("cloud.region", "eu-west-1"),
                ("faas.name", "ship"),
                ("faas.version", "42"),
                ("faas.max_memory", 134_217_728),
                ("faas.instance", Stream),
                ("aws.log.group.names", new[] { "/aws/lambda/ship" }),
                ("service.name", "unknown_service:node"),
                ("telemetry.sdk.language", "nodejs"))
                with { Megabytes = 128 }
        },
        {
            "Lambda, Python layer",
            Sent("default", "shop", "ship", "1.2.3", Stream,
                ("cloud.provider", "aws"),
                ("cloud.region", "eu-west-1"),
                ("faas.name", "ship"),
                ("faas.version", "$LATEST"),
                ("faas.instance", Stream),
                ("faas.max_memory", 128),
                ("service.name", "shop"),
                ("service.version", "1.2.3"),
                ("telemetry.auto.version", "0.50b0"))
                with { Megabytes = 128 }
        },
        {
            "Lambda, Java layer",
            Sent("prod", "shop", "ship", "$LATEST", Stream,
                ("cloud.provider", "aws"),
                ("cloud.platform", "aws_lambda"),
                ("cloud.region", "eu-west-1"),
                ("faas.name", "ship"),
                ("faas.version", "$LATEST"),
                ("service.name", "shop"),
                ("deployment.environment", "prod"),
                ("aws.log.stream.names", new[] { Stream }))
        },
        {
            "Lambda, .NET wrapper",
            Sent("prod", "shop", "ship", "7", "5a6e",
                ("cloud.provider", "aws"),
                ("cloud.platform", "aws_lambda"),
                ("cloud.region", "eu-west-1"),
                ("faas.name", "ship"),
                ("faas.version", "7"),
                ("service.name", "shop"),
                ("service.instance.id", "5a6e"),
                ("deployment.environment.name", "prod"))
        },
        {
            "Lambda, .NET wrapper in legacy names",
            Sent("default", "ship", "ship", "", "",
                ("cloud.provider", "aws"),
                ("faas.id", Arn),
                ("aws.log.group.names", new[] { "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/ship:*" }),
                ("service.name", "unknown_service:dotnet"))
        },
        {
            "Lambda, by its log group alone",
            Sent("default", "ship", "ship", "", Stream,
                ("cloud.provider", "aws"),
                ("cloud.region", "eu-west-1"),
                ("aws.log.group.names", "/aws/lambda/ship"),
                ("aws.log.stream.names", Stream))
        },
        {
            "Lambda, telemetry receiver of the collector",
            Sent("default", "ship", "ship", "$LATEST", "",
                ("faas.invoked_provider", "aws"),
                ("faas.invoked_region", "eu-west-1"),
                ("faas.name", "ship"),
                ("service.name", "ship"),
                ("faas.version", "$LATEST"),
                ("faas.max_memory", "128"))
                with { Megabytes = 128 }
        },
        {
            "Azure Functions host",
            Sent("default", "orders-app", "orders-app", "4.1036.1", "worker-7",
                ("service.name", "orders-app"),
                ("service.version", "4.1036.1"),
                ("cloud.provider", "azure"),
                ("cloud.platform", "azure_functions"),
                ("cloud.region", "eu-west-1"),
                ("cloud.resource_id", Site),
                ("process.pid", 17),
                ("faas.instance", "worker-7"))
        },
        {
            "Azure Functions, newer names and no service",
            Sent("prod", "orders-app", "orders-app/bill", "", "worker-7",
                ("cloud.provider", "azure"),
                ("cloud.platform", "azure.functions"),
                ("cloud.region", "eu-west-1"),
                ("cloud.resource_id", Site + "/functions/bill"),
                ("service.instance.id", "worker-7"),
                ("deployment.environment.name", "prod"))
        },
        {
            "Cloud Run",
            Sent("default", "ship", "ship", "ship-00007-abc", "00bf4bf02d",
                ("cloud.provider", "gcp"),
                ("cloud.platform", "gcp_cloud_run"),
                ("cloud.region", "eu-west-1"),
                ("faas.name", "ship"),
                ("faas.version", "ship-00007-abc"),
                ("faas.instance", "00bf4bf02d"),
                ("service.name", "unknown_service:java"))
        },
        {
            "Cloud Run, by its resource id",
            Sent("default", "ship", "ship", "9", "",
                ("cloud.provider", "gcp"),
                ("cloud.region", "eu-west-1"),
                ("cloud.resource_id", "//run.googleapis.com/projects/p/locations/eu-west-1/services/ship"),
                ("service.version", "9"))
        },
        {
            "Cloud Functions",
            Sent("default", "shop", "ship", "3", "",
                ("cloud.provider", "gcp"),
                ("cloud.platform", "gcp_cloud_functions"),
                ("cloud.region", "eu-west-1"),
                ("faas.name", "ship"),
                ("faas.version", "3"),
                ("service.name", "shop"))
        },
        {
            "Plain service",
            Sent("staging", "shop", "shop", "1.2.3", "pod-1",
                ("service.name", "shop"),
                ("service.version", "1.2.3"),
                ("service.instance.id", "pod-1"),
                ("service.namespace", "web"),
                ("deployment.environment", "staging"),
                ("cloud.region", "eu-west-1"))
        },
        {
            "Plain service on Kubernetes",
            Sent("default", "shop", "shop", "", "shop-6d4cf56db6-9x7ks",
                ("service.name", "shop"),
                ("k8s.pod.name", "shop-6d4cf56db6-9x7ks"),
                ("container.id", "3f2b"),
                ("cloud.region", "eu-west-1"))
        },
        {
            "Both names of the environment, in either order",
            Sent("prod", "shop", "shop", "", "",
                ("deployment.environment.name", "prod"),
                ("service.name", "shop"),
                ("deployment.environment", "old"),
                ("cloud.region", "eu-west-1"))
        },
        {
            "An SDK that was given no name",
            Sent("default", "unknown_service:java", "unknown_service:java", "", "",
                ("service.name", "unknown_service:java"),
                ("cloud.region", "eu-west-1"))
        },
        {
            "Nothing",
            Sent("default", "unknown", "unknown", "", "",
                ("cloud.region", "eu-west-1"))
        },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void Identify_RealResource_IsWhoSentIt(string instrumentation, Example expected)
    {
        _ = instrumentation;
        using var builder = new TelemetryBatchBuilder().Resource(expected.Attributes);

        var identity = ResourceIdentities.Identify(builder.Batch, 1);

        identity.Function.ShouldBe(new FunctionIdentity(expected.Environment, expected.Service, expected.Name));
        (identity.Version, identity.Instance, identity.MaxMemory >> 20).ShouldBe((expected.Version, expected.Instance, expected.Megabytes));

        var tellsItsRegion = expected.Attributes.Any(
            attribute => attribute.Key.EndsWith("region", StringComparison.Ordinal) || attribute.Value is Arn);
        if (tellsItsRegion)
        {
            identity.Region.ShouldBe("eu-west-1");
        }
    }

    [Theory]
    [InlineData("cloud.resource_id")]
    [InlineData("faas.id")]
    [InlineData("aws.lambda.invoked_arn")]
    public void Extract_ResourceWithoutAFunction_IsNamedByTheArnOnTheSpan(string key) =>
        new TelemetryBatchBuilder()
            .Resource(("service.name", "shop"))
            .Span("handler", SpanKind.Server, (key, Arn))
            .SingleInvocation().Function.ShouldBe(new FunctionIdentity("default", "shop", "ship"));

    [Fact]
    public void Extract_ResourceWithAFunction_IsNotNamedByAnotherOnesArn() =>
        new TelemetryBatchBuilder()
            .Resource(("faas.name", "bill"))
            .Span("handler", SpanKind.Server, ("cloud.resource_id", Arn))
            .SingleInvocation().Function.Name.ShouldBe("bill");

    private static Example Sent(
        string environment, string service, string name, string version, string instance, params (string Key, object Value)[] attributes) => new()
        {
            Attributes = attributes,
            Environment = environment,
            Service = service,
            Name = name,
            Version = version,
            Instance = instance,
        };

    public sealed record Example
    {
        internal (string Key, object Value)[] Attributes { get; init; } = [];
        internal string Environment { get; init; } = "";
        internal string Service { get; init; } = "";
        internal string Name { get; init; } = "";
        internal string Version { get; init; } = "";
        internal string Instance { get; init; } = "";
        internal long Megabytes { get; init; }
    }
}
