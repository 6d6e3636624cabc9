namespace Correlator.Query.Graph;

/// <summary>A trace.</summary>
internal sealed record TraceView(Guid TraceId);
