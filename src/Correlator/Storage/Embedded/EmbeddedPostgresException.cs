namespace Correlator.Storage.Embedded;

/// <summary>The embedded Postgres cannot be started; the message says what to do.</summary>
internal sealed class EmbeddedPostgresException(string message) : Exception(message);
