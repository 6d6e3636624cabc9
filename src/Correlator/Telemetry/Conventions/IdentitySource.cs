namespace Correlator.Telemetry.Conventions;

/// <summary>An attribute that may tell a part of an identity.</summary>
/// <param name="Part">What of its value does; an empty text tells nothing. Without it the whole value does.</param>
internal sealed record IdentitySource(KnownKey Key, Func<string, string>? Part = null);
