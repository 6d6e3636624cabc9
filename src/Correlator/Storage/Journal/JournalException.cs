namespace Correlator.Storage.Journal;

/// <summary>The journal cannot be used; the message says what to do.</summary>
internal sealed class JournalException(string message) : Exception(message);
