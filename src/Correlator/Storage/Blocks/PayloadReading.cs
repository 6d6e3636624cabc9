namespace Correlator.Storage.Blocks;

/// <summary>Reads an inflated payload, which is gone afterwards.</summary>
internal delegate T PayloadReading<out T>(ref ByteReader payload);
