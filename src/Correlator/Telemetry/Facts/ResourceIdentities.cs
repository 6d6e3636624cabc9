using System.Text;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Conventions;

namespace Correlator.Telemetry.Facts;

/// <summary>Reads who sent a record from its resource's attributes.</summary>
internal static class ResourceIdentities
{
    private const long Mebibyte = 1 << 20;

    public static ResourceIdentity Identify(TelemetryBatch batch, int resource)
    {
        // Read once for each resource that was not seen before.
        var told = new string[Enum.GetValues<KnownKey>().Length];
        Array.Fill(told, "");
        long memory = 0;
        foreach (ref readonly var attribute in batch.Attributes.Slice(batch.Resources[resource].Attributes))
        {
            var known = batch.Keys[attribute.Key].Known;
            if (known == KnownKey.None)
            {
                continue;
            }

            told[(int)known] = known is KnownKey.LogGroup or KnownKey.LogStream && attribute.Kind == AttributeKind.Json
                ? Encoding.UTF8.GetString(JsonText.FirstString(batch.Utf8(attribute.Text)).Span)
                : Text(batch, attribute);
            memory = known == KnownKey.FaasMaxMemory ? Memory(batch, attribute) : memory;
        }

        var faasName = First(told, IdentityRules.Function);
        var service = First(told, IdentityRules.Service);
        var name = IdentityText.Bound(First(faasName, service, told[(int)KnownKey.ServiceName], "unknown"));
        var environment = IdentityText.Bound(First(First(told, IdentityRules.Environment), FunctionIdentity.DefaultEnvironment));
        return new ResourceIdentity(
            new FunctionIdentity(environment, IdentityText.Bound(First(service, name)), name),
            IdentityText.Bound(First(told, IdentityRules.Version)),
            IdentityText.Bound(First(told, IdentityRules.Instance)),
            First(told, IdentityRules.Platform),
            First(told, IdentityRules.Region))
        {
            MaxMemory = memory,
            NamesFunction = faasName.Length > 0,
        };
    }

    public static string Text(TelemetryBatch batch, in AttributeRow attribute) => attribute.Kind switch
    {
        AttributeKind.String or AttributeKind.Json => batch.String(attribute.Text),
        AttributeKind.Int => attribute.Bits.ToString(System.Globalization.CultureInfo.InvariantCulture),
        AttributeKind.Bool => attribute.Bool ? "true" : "false",
        _ => "",
    };

    private static string First(string[] told, IReadOnlyList<IdentitySource> sources)
    {
        foreach (var source in sources)
        {
            var value = told[(int)source.Key];
            if (value.Length > 0 && (source.Part is null ? value : source.Part(value)) is { Length: > 0 } part)
            {
                return part;
            }
        }

        return "";
    }

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
