namespace Correlator.Telemetry.Conventions;

/// <summary>
/// Which attributes of a resource tell who sent a record, the most telling first: current and deprecated names, of AWS, Azure, Google Cloud and plain services.
/// Spellings of one attribute stand in <see cref="KnownKeys"/>; a tenant is told by the token alone.
/// </summary>
internal static class IdentityRules
{
    public static IReadOnlyList<IdentitySource> Environment { get; } = [new(KnownKey.Environment), new(KnownKey.EnvironmentOld)];

    /// <summary>The function's own name; without any, the service is the function.</summary>
    public static IReadOnlyList<IdentitySource> Function { get; } =
    [
        new(KnownKey.FaasName),
        new(KnownKey.ResourceId, ResourceNames.Function),
        new(KnownKey.LogGroup, ResourceNames.FunctionOfLogGroup),
    ];

    public static IReadOnlyList<IdentitySource> Service { get; } = [new(KnownKey.ServiceName, Given), new(KnownKey.ResourceId, ResourceNames.Application)];

    /// <summary>$LATEST is every version: the service's own tells more.</summary>
    public static IReadOnlyList<IdentitySource> Version { get; } =
    [
        new(KnownKey.FaasVersion, version => version == "$LATEST" ? "" : version),
        new(KnownKey.ServiceVersion),
        new(KnownKey.FaasVersion),
    ];

    public static IReadOnlyList<IdentitySource> Instance { get; } =
    [
        new(KnownKey.FaasInstance),
        new(KnownKey.ServiceInstance),
        new(KnownKey.LogStream),
        new(KnownKey.PodName),
        new(KnownKey.ContainerId),
    ];

    public static IReadOnlyList<IdentitySource> Platform { get; } = [new(KnownKey.CloudPlatform)];

    public static IReadOnlyList<IdentitySource> Region { get; } =
    [
        new(KnownKey.CloudRegion),
        new(KnownKey.InvokedRegion),
        new(KnownKey.ResourceId, ResourceNames.Region),
    ];

    /// <summary>SDKs that were given no name call themselves <c>unknown_service:node</c>.</summary>
    private static string Given(string service) => service.StartsWith("unknown_service", StringComparison.Ordinal) ? "" : service;
}
