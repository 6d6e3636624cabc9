namespace Correlator.Telemetry.Facts;

/// <summary>How we know that an invocation started cold; later values never override earlier, stronger ones.</summary>
internal enum ColdStart : byte
{
    /// <summary>The sender says it was warm.</summary>
    No = 0,

    /// <summary><c>faas.coldstart</c> or the platform's init report.</summary>
    Explicit = 1,

    /// <summary>An init span or init event of the same instance.</summary>
    InitEvent = 2,

    /// <summary>Nobody said anything; correlation decides by first sight of the instance.</summary>
    Unsaid = 3,
}
