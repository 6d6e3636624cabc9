namespace Correlator.Query;

/// <summary>What waits in the journal on disk until the database is back.</summary>
/// <param name="IsOn">There is a journal.</param>
/// <param name="HasRoom">A request would be taken now.</param>
/// <param name="Requests">Requests that wait.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="AgeSeconds">Since the oldest of them was received.</param>
internal sealed record JournalHealth(bool IsOn, bool HasRoom, long Requests, long Bytes, double AgeSeconds);
