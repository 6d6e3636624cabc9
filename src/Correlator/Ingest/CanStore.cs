namespace Correlator.Ingest;

/// <summary>Whether exports can be made durable: the database answered when it was last asked, or the journal has room.</summary>
internal delegate bool CanStore();
