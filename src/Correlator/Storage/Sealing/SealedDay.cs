namespace Correlator.Storage.Sealing;

/// <summary>What sealing made of a day's blocks, both signals together. Bytes are those of bodies and filters.</summary>
internal sealed record SealedDay(DateOnly Day, long BlocksBefore, long BlocksAfter, long Records, long BytesBefore, long BytesAfter);
