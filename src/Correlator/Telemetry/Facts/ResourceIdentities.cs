using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Conventions;

namespace Correlator.Telemetry.Facts;

/// <summary>Reads who sent a record from its resource's attributes.</summary>
internal static class ResourceIdentities
{
    private const long Mebibyte = 1 << 20;

    public static ResourceIdentity Identify(TelemetryBatch batch, int resource)
    {
        string environment = FunctionIdentity.DefaultEnvironment, service = "", faasName = "", faasVersion = "", version = "", faasInstance = "", instance = "", platform = "", region = "";
        long memory = 0;
        foreach (ref readonly var attribute in batch.Attributes.Slice(batch.Resources[resource].Attributes))
        {
            switch (batch.Keys[attribute.Key].Known)
            {
                case KnownKey.Environment:
                    environment = Text(batch, attribute);
                    break;
                case KnownKey.ServiceName:
                    service = Text(batch, attribute);
                    break;
                case KnownKey.FaasName:
                    faasName = Text(batch, attribute);
                    break;
                case KnownKey.FaasVersion:
                    faasVersion = Text(batch, attribute);
                    break;
                case KnownKey.ServiceVersion:
                    version = Text(batch, attribute);
                    break;
                case KnownKey.FaasInstance:
                    faasInstance = Text(batch, attribute);
                    break;
                case KnownKey.ServiceInstance:
                    instance = Text(batch, attribute);
                    break;
                case KnownKey.CloudPlatform:
                    platform = Text(batch, attribute);
                    break;
                case KnownKey.CloudRegion:
                    region = Text(batch, attribute);
                    break;
                case KnownKey.FaasMaxMemory:
                    memory = Memory(batch, attribute);
                    break;
            }
        }

        var name = IdentityText.Bound(First(faasName, service, "unknown"));
        var function = new FunctionIdentity(IdentityText.Bound(First(environment, FunctionIdentity.DefaultEnvironment)), IdentityText.Bound(First(service, name)), name);
        return new ResourceIdentity(function, IdentityText.Bound(First(faasVersion, version)), IdentityText.Bound(First(faasInstance, instance)), platform, region)
        {
            MaxMemory = memory,
        };
    }

    public static string Text(TelemetryBatch batch, in AttributeRow attribute) => attribute.Kind switch
    {
        AttributeKind.String or AttributeKind.Json => batch.String(attribute.Text),
        AttributeKind.Int => attribute.Bits.ToString(System.Globalization.CultureInfo.InvariantCulture),
        AttributeKind.Bool => attribute.Bool ? "true" : "false",
        _ => "",
    };

    private static string First(params ReadOnlySpan<string> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (candidate.Length > 0)
            {
                return candidate;
            }
        }

        return "";
    }

    /// <summary>Some senders write bytes, some MB, some MB as text: anything below 1,048,576 must be MB.</summary>
    private static long Memory(TelemetryBatch batch, in AttributeRow attribute)
    {
        var value = attribute.Kind == AttributeKind.Int ? attribute.Bits : long.TryParse(Text(batch, attribute), out var parsed) ? parsed : 0;
        return value is > 0 and < Mebibyte ? value * Mebibyte : value;
    }
}
