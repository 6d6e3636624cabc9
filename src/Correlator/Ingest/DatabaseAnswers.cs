namespace Correlator.Ingest;

/// <summary>Whether the database answered when it was last asked.</summary>
internal delegate bool DatabaseAnswers();
