using System.Text;

namespace Correlator.Telemetry.Facts;

/// <summary>Who sent a record, read from its resource's attributes, current and deprecated names alike.</summary>
internal sealed record ResourceIdentity(FunctionIdentity Function, string Version, string Instance, string Platform, string Region)
{
    public ReadOnlyMemory<byte> VersionUtf8 { get; } = Encoding.UTF8.GetBytes(Version);

    public ReadOnlyMemory<byte> InstanceUtf8 { get; } = Encoding.UTF8.GetBytes(Instance);

    /// <summary>The resource names the function itself, and not only its service.</summary>
    public bool NamesFunction { get; init; }

    /// <summary>Bytes; 0 when unknown.</summary>
    public long MaxMemory { get; init; }
}
