namespace Correlator.Ingest;

/// <summary>How a request's body is written. The journal keeps the numbers on disk: they never change.</summary>
internal enum BodyEncoding : byte
{
    Protobuf = 0,
    Json = 1,
}
