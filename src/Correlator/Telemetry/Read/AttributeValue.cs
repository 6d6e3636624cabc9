using Correlator.Telemetry.Batches;

namespace Correlator.Telemetry.Read;

/// <summary>
/// An attribute as read back. <paramref name="Value"/> is null, string, bool, long, double or byte[]; arrays and maps are JSON text (Kind tells).
/// </summary>
internal sealed record AttributeValue(string Key, AttributeKind Kind, object? Value)
{
    public override string ToString() => Value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        byte[] bytes => Convert.ToBase64String(bytes),
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => Value.ToString() ?? "",
    };
}
