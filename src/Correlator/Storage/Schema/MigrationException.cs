namespace Correlator.Storage.Schema;

/// <summary>The schema cannot be brought to this server's version; the message says what to do.</summary>
internal sealed class MigrationException(string message) : Exception(message);
