namespace Correlator.Ingest.Grpc;

/// <param name="Compressed">The message is in the encoding that grpc-encoding names.</param>
internal readonly record struct GrpcFrame(BodyProblem Problem, bool Compressed);
