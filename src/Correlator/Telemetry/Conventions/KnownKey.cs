namespace Correlator.Telemetry.Conventions;

/// <summary>What an attribute key means to us, whatever its spelling. Everything else is <see cref="None"/>.</summary>
internal enum KnownKey : byte
{
    None = 0,
}
