using System.Security.Cryptography;
using Correlator.Ingest.Wire;
using Correlator.Storage;
using Correlator.Storage.Tenants;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;

namespace Correlator.Ingest;

/// <summary>The one path of every export, whichever door it came by: hash, decode, apply the policy, commit, say what became of it.</summary>
internal sealed class ExportPipeline(
    CommitBatch commit, BodyReader reader, TenantDirectory tenants, IngestMetrics metrics, IntakeState state, TimeProvider time, ILogger<ExportPipeline> logger)
{
    /// <param name="body">The request after decompression. Its array goes to the batch; what it is charged for stays the caller's to give back.</param>
    public async ValueTask<ExportOutcome> ExportAsync(
        Signal signal, int tenant, RequestBody body, BodyEncoding encoding, Door door, CancellationToken cancellationToken)
    {
        var bytes = body.Length;
        var meter = tenants.MeterOf(tenant);
        meter.Read(bytes);
        var outcome = await DecodeAndCommitAsync(signal, tenant, body, encoding, cancellationToken).ConfigureAwait(false);
        metrics.Exported(signal, door, bytes, outcome);
        metrics.Totals(tenant).Add(signal, outcome);
        state.Saw(outcome);
        if (outcome.Status is ExportStatus.Stored or ExportStatus.Journaled)
        {
            meter.Accepted(signal, bytes, outcome.Accepted);
        }

        return outcome;
    }

    /// <summary>Whether a tenant may send now; asked before its request is read.</summary>
    /// <returns>What it is answered when it may not.</returns>
    public ExportOutcome? Refuses(int tenant) => ExportOutcome.Of(tenants.MeterOf(tenant).Admit());

    /// <summary>Counts an export that ended before its body was read whole.</summary>
    public void Record(Signal signal, Door door, int bytes, in ExportOutcome outcome)
    {
        metrics.Exported(signal, door, bytes, outcome);
        metrics.Refused();
        state.Saw(outcome);
    }

    private async ValueTask<ExportOutcome> DecodeAndCommitAsync(
        Signal signal, int tenant, RequestBody body, BodyEncoding encoding, CancellationToken cancellationToken)
    {
        var hash = Hash(body.Bytes);
        var length = body.Length;
        var batch = new TelemetryBatch(signal, tenant, body.Detach(), length) { BodyHash = hash, ReceivedNano = Now(), BodyFormat = (byte)encoding };
        if (!TryRead(batch, out var read, out var failure))
        {
            batch.Dispose();
            return failure;
        }

        if (batch.RecordCount == 0)
        {
            batch.Dispose();
            return new ExportOutcome(ExportStatus.Stored, read.Accepted, read.Rejected, read.Reason);
        }

        var status = await CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        var outcome = new ExportOutcome(status, read.Accepted, read.Rejected, read.Reason);
        return outcome.IsSuccess ? outcome : new ExportOutcome(status);
    }

    private bool TryRead(TelemetryBatch batch, out ReadOutcome read, out ExportOutcome failure)
    {
        failure = default;
        try
        {
            read = reader.Read(batch);
            metrics.Cut(batch.Signal, read.Cuts);
            if (read.Rejected > 0)
            {
                logger.RecordsRejected(read.Rejected, batch.Signal, read.Reason);
            }

            return true;
        }
        catch (MalformedRequestException malformed)
        {
            logger.MalformedRequest(batch.Signal, malformed.Message);
            failure = new ExportOutcome(ExportStatus.Malformed, Reason: malformed.Message);
        }
        catch (Exception exception)
        {
            logger.ReadFailed(exception, batch.Signal, batch.BodyLength);
            failure = new ExportOutcome(ExportStatus.Failed);
        }

        read = default;
        return false;
    }

    private async ValueTask<ExportStatus> CommitAsync(TelemetryBatch batch, CancellationToken cancellationToken)
    {
        var signal = batch.Signal;
        try
        {
            return await commit(batch, cancellationToken).ConfigureAwait(false) switch
            {
                CommitOutcome.Stored => ExportStatus.Stored,
                CommitOutcome.Duplicate => ExportStatus.Duplicate,
                CommitOutcome.Journaled => ExportStatus.Journaled,
                CommitOutcome.Full => ExportStatus.Full,
                CommitOutcome.Refused => ExportStatus.Failed,
                _ => ExportStatus.DatabaseAway,
            };
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.CommitFailed(exception, signal);
            return ExportStatus.DatabaseAway;
        }
    }

    private static Guid Hash(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return new Guid(hash[..16], bigEndian: true);
    }

    private long Now() => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
}
