namespace Correlator.Tests.Ingest.Fuzz;

/// <summary>What must hold for any request did not hold for one.</summary>
internal sealed class FuzzException(string message) : Exception(message);
