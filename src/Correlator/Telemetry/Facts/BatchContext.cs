using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Conventions;

namespace Correlator.Telemetry.Facts;

/// <summary>What the extraction of one batch remembers: identities by resource, and the keys already seen with a trace.</summary>
internal sealed class BatchContext(TelemetryBatch batch, FactSet into, IdentityCache identities)
{
    private readonly ResourceIdentity?[] _identities = new ResourceIdentity?[batch.Resources.Count];
    private readonly string?[] _businessNames = new string?[batch.Keys.Count];
    private readonly HashSet<(TraceId, ulong)> _seenKeys = [];

    public TelemetryBatch Batch { get; } = batch;

    public FactSet Facts { get; } = into;

    public ResourceIdentity Identity(int resource) => _identities[resource] ??= identities.Resource(Batch, resource);

    public QueueIdentity Queue(TextRange system, TextRange destination) => identities.Queue(Batch, system, destination);

    /// <summary>The canonical name of one of the batch's keys that are business keys.</summary>
    public string BusinessName(int key) => _businessNames[key] ??= CorrelationKeys.BusinessName(Batch.Utf8(Batch.Keys[key].Text));

    public void AddKey(TraceId traceId, string name, ReadOnlyMemory<byte> raw, KeyScope scope, long atNano)
    {
        if (traceId.IsZero || name.Length == 0)
        {
            return;
        }

        // Nearly every span of a trace repeats the same value: a cheap hash of the raw bytes answers before anything is canonicalised.
        var seen = ProcessHash.Combine(ProcessHash.Compute(raw.Span), (ulong)scope ^ ((ulong)name.Length << 8) ^ ((ulong)name[0] << 16));
        if (_seenKeys.Add((traceId, seen)) && CorrelationKeys.TryCanonicalValue(raw, out var value))
        {
            Facts.Keys.Add(new KeyFact(CorrelationKeys.Hash(name, value.Span), traceId, name, value, scope, atNano));
        }
    }
}
