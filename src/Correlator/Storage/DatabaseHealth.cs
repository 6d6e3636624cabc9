using Npgsql;

namespace Correlator.Storage;

/// <summary>Whether the database answers. Found away by whoever fails on it; found back by a probe.</summary>
internal sealed class DatabaseHealth(NpgsqlDataSource database, TimeProvider time, ILogger<DatabaseHealth> logger) : BackgroundService
{
    private static readonly TimeSpan ProbePeriod = TimeSpan.FromMilliseconds(500);
    private readonly SemaphoreSlim _away = new(0, 1);
    private volatile bool _isAway;
    private long _shortages;

    public bool IsAway => _isAway;

    /// <summary>How often the database was there and lacked something: room on its disk, memory, connections (SQLSTATE classes 53 and 58).</summary>
    public long Shortages => Interlocked.Read(ref _shortages);

    public void ReportAway(Exception cause)
    {
        if (cause is PostgresException { SqlState: ['5', '3' or '8', ..] })
        {
            Interlocked.Increment(ref _shortages);
        }

        if (!_isAway)
        {
            _isAway = true;
            logger.DatabaseAway(cause.Message);
            try
            {
                _away.Release();
            }
            catch (SemaphoreFullException)
            {
                // Two commits failed at once; one wake-up starts the probe.
            }
        }
    }

    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var command = new NpgsqlCommand("SELECT 1", connection);
            await command.ExecuteScalarAsync(cancellationToken);
            return true;
        }
        catch (Exception exception) when (IsConnectionLoss(exception))
        {
            return false;
        }
    }

    /// <summary>The connection or the server is the trouble, not the data: SQLSTATE classes 08, 53, 57, 58 and failures of the socket.</summary>
    public static bool IsConnectionLoss(Exception exception) => exception switch
    {
        PostgresException { SqlState: ['0', '8', ..] or ['5', '3', ..] or ['5', '7', ..] or ['5', '8', ..] } => true,
        PostgresException => false,
        NpgsqlException or TimeoutException or System.Net.Sockets.SocketException or IOException => true,
        _ => false,
    };

    public override void Dispose()
    {
        _away.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _away.WaitAsync(stoppingToken);
            while (!await IsBackAsync(stoppingToken))
            {
                await Task.Delay(ProbePeriod, time, stoppingToken);
            }

            _isAway = false;
            logger.DatabaseBack();
        }
    }

    /// <summary>A server on its way up refuses in many ways (no such database yet, no such role): any refusal is "not yet".</summary>
    private async Task<bool> IsBackAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await AnswersAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return false;
        }
    }
}
