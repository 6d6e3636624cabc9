namespace Correlator.Ingest;

/// <summary>How a request's body is written. The journal keeps the numbers on disk: they never change.</summary>
internal enum BodyEncoding : byte
{
    Protobuf = 0,
    Json = 1,

    /// <summary>Protobuf that was written from a batch with the attribute policy applied. Only the journal holds it.</summary>
    Applied = 2,
}
