namespace Correlator.Ingest.Wire;

/// <summary>The request as a whole cannot be read. The message is short and safe to send back.</summary>
internal sealed class MalformedRequestException(string message) : Exception(message);
