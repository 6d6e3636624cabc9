namespace Correlator.Benchmarks.Load;

/// <summary>What a request was answered with.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="GrpcStatus">Null for none.</param>
/// <param name="Length">Of the body in bytes; in gRPC with the message's prefix.</param>
internal readonly record struct LoadAnswer(int Status, int? GrpcStatus, int Length);
