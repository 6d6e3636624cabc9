namespace Correlator.Ingest;

internal enum BodyEncoding
{
    Protobuf,
    Json,
}
