using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Faults;

/// <summary>One export of a shop: what it brings, so that whoever was told of its success knows what must be found.</summary>
/// <param name="Trace">The trace that its spans or its log record are of; the order's first trace for metrics.</param>
/// <param name="Key">What tells it from all other requests.</param>
internal sealed record ShopRequest(string Key, Signal Signal, TraceId Trace, int Records, byte[] Body);
