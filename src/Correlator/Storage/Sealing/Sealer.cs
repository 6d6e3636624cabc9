using System.Diagnostics;
using Correlator.Storage.Blocks;
using Correlator.Storage.Schema;
using Correlator.Telemetry;
using Microsoft.Extensions.Options;

namespace Correlator.Storage.Sealing;

/// <summary>
/// Packs closed days anew: blocks of many commits become one, sorted for search, in half the bytes. One server at a time does it, a quarter of the time of one
/// core, so that ingest does not notice.
/// </summary>
internal sealed class Sealer(
    SealingStore store,
    PartitionStore partitions,
    ElectionStore elections,
    IOptions<StorageOptions> options,
    TimeProvider time,
    ILogger<Sealer> logger)
    : BackgroundService
{
    /// <summary>8,000 take 3 % fewer bytes and make reading one trace a quarter slower or more: a block is inflated as a whole.</summary>
    public const int BlockSize = 5000;

    /// <summary>Records of all tenants held in memory while their blocks fill.</summary>
    private const int MaxHeld = 100_000;
    private const int BlocksAtOnce = 16;

    /// <summary>After work for a while it rests for three times as long.</summary>
    private const int Rest = 3;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LockRetry = TimeSpan.FromSeconds(1);

    /// <summary>An exchange that finds the tables busy this often is left to the next round.</summary>
    private const int LockAttempts = 60;

    /// <summary>Seals every closed day that is not sealed, oldest first.</summary>
    /// <returns>The days that were sealed; none while another server is at it.</returns>
    public async Task<IReadOnlyList<SealedDay>> SealClosedDaysAsync(CancellationToken cancellationToken)
    {
        var sealedDays = new List<SealedDay>();
        if (await elections.TryTakeAsync(AdvisoryLocks.Sealing, cancellationToken) is not { } office)
        {
            return sealedDays;
        }

        await using (office)
        {
            var until = DateOnly.FromDateTime((time.GetUtcNow() - options.Value.SealDelay).UtcDateTime);
            while (await store.NextAsync(until, await partitions.ExistingAsync(cancellationToken), cancellationToken) is { } day)
            {
                await office.ConfirmAsync(cancellationToken);
                if (await SealAsync(day, cancellationToken) is not { } done)
                {
                    break;
                }

                sealedDays.Add(done);
            }
        }

        return sealedDays;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (options.Value.Seal && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SealClosedDaysAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.SealingFailed(exception);
            }

            await Task.Delay(Period, time, stoppingToken);
        }
    }

    private async Task<SealedDay?> SealAsync(DateOnly day, CancellationToken cancellationToken)
    {
        await store.BeginAsync(day, cancellationToken);
        var sealedDay = new SealedDay(day, 0, 0, 0, 0, 0);
        sealedDay = await SealAsync(sealedDay, Signal.Traces, body => SpanBlockDecoder.Decode(body), SealedSpanEncoder.Encode, cancellationToken);
        sealedDay = await SealAsync(sealedDay, Signal.Logs, body => LogBlockDecoder.Decode(body), SealedLogEncoder.Encode, cancellationToken);
        for (var attempt = 0; attempt < LockAttempts; attempt++)
        {
            if (await store.TryReplaceAsync(sealedDay, cancellationToken))
            {
                if (sealedDay.Records > 0)
                {
                    logger.DaySealed(day, sealedDay.Records, sealedDay.BytesBefore, sealedDay.BytesAfter);
                }

                return sealedDay;
            }

            await Task.Delay(LockRetry, time, cancellationToken);
        }

        logger.SealingPutOff(day);
        return null;
    }

    private async Task<SealedDay> SealAsync<T>(
        SealedDay day, Signal signal, Func<byte[], List<T>> decode, Func<IReadOnlyCollection<T>, EncodedBlock> encode, CancellationToken cancellationToken)
    {
        var waiting = new Dictionary<int, TenantRecords<T>>();
        for (var last = long.MinValue;
            await store.ReadAsync(signal, day.Day, last, BlocksAtOnce, cancellationToken) is { Count: > 0 } blocks;
            last = blocks[^1].BlockId)
        {
            var started = Stopwatch.GetTimestamp();
            foreach (var block in blocks)
            {
                var records = decode(block.Body);
                if (!waiting.TryGetValue(block.TenantId, out var held))
                {
                    waiting.Add(block.TenantId, held = new TenantRecords<T>(block));
                }

                held.Records.AddRange(records);
                day = day with { BlocksBefore = day.BlocksBefore + 1, Records = day.Records + records.Count, BytesBefore = day.BytesBefore + block.Bytes };
                if (held.Records.Count >= BlockSize)
                {
                    waiting.Remove(block.TenantId);
                    day = await WriteAsync(day, signal, held, encode, cancellationToken);
                }
                else if (waiting.Values.Sum(tenant => tenant.Records.Count) > MaxHeld)
                {
                    var (tenant, largest) = waiting.MaxBy(tenant => tenant.Value.Records.Count);
                    waiting.Remove(tenant);
                    day = await WriteAsync(day, signal, largest, encode, cancellationToken);
                }
            }

            await Task.Delay(Stopwatch.GetElapsedTime(started) * Rest, time, cancellationToken);
        }

        foreach (var held in waiting.Values)
        {
            day = await WriteAsync(day, signal, held, encode, cancellationToken);
        }

        return day;
    }

    private async Task<SealedDay> WriteAsync<T>(
        SealedDay day, Signal signal, TenantRecords<T> held, Func<IReadOnlyCollection<T>, EncodedBlock> encode, CancellationToken cancellationToken)
    {
        var block = encode(held.Records);
        await store.AddAsync(signal, day.Day, held.First, block, cancellationToken);
        return day with { BlocksAfter = day.BlocksAfter + 1, BytesAfter = day.BytesAfter + block.Body.Length + block.Bloom.Length };
    }
}
