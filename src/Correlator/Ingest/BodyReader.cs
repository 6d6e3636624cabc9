using System.Buffers;
using Correlator.Ingest.Policy;
using Correlator.Ingest.Wire;
using Correlator.Storage.Journal;
using Correlator.Telemetry.Batches;
using Microsoft.Extensions.Options;

namespace Correlator.Ingest;

/// <summary>Reads a request's body into its batch, whichever way it is written, and applies the policy; the journal's requests once more.</summary>
internal sealed class BodyReader(AttributePolicy policy, IOptions<IngestOptions> options)
{
    private readonly ReadLimits _limits = new() { MaxAttributes = options.Value.MaxAttributes, MaxValueBytes = options.Value.MaxValueBytes };

    /// <exception cref="MalformedRequestException">The body is not what its format says.</exception>
    public ReadOutcome Read(TelemetryBatch batch)
    {
        var read = (BodyEncoding)batch.BodyFormat == BodyEncoding.Json ? OtlpJsonReader.Read(batch, _limits) : OtlpProtobufReader.Read(batch, _limits);
        if ((BodyEncoding)batch.BodyFormat != BodyEncoding.Applied)
        {
            // A second time would take the hash of a hash.
            policy.Apply(batch);
        }

        return read;
    }

    /// <summary>What the journal keeps of a batch: the request as it came, or, when the policy changed something, without what must not be stored.</summary>
    public static JournalBody ToKeep(TelemetryBatch batch) =>
        batch.IsChanged ? new JournalBody(BatchProtobufWriter.Write(batch), (byte)BodyEncoding.Applied) : new JournalBody(batch.Body, batch.BodyFormat);

    /// <returns>The batch as it was first read, for its body is the same; null when nothing of it is left to store.</returns>
    public TelemetryBatch? ReadAgain(JournalRecord record)
    {
        var body = ArrayPool<byte>.Shared.Rent(record.Body.Length);
        record.Body.CopyTo(body);
        var batch = new TelemetryBatch(record.Signal, record.TenantId, body, record.Body.Length)
        {
            BodyHash = record.BodyHash,
            ReceivedNano = record.ReceivedNano,
            BodyFormat = record.BodyFormat,
        };
        try
        {
            Read(batch);
            if (batch.RecordCount > 0)
            {
                return batch;
            }
        }
        catch
        {
            batch.Dispose();
            throw;
        }

        batch.Dispose();
        return null;
    }
}
