using Correlator.Telemetry;

namespace Correlator.Tests.Ingest.Fuzz;

/// <summary>One damaged request. Its number and the seed make it again.</summary>
internal sealed record FuzzCase(int Number, Signal Signal, bool IsJson, byte[] Body);
