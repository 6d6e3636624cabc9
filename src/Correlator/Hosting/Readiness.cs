using Correlator.Correlation;
using Correlator.Storage;
using Correlator.Storage.Journal;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Correlator.Hosting;

/// <summary>Whether the server does what it is for: the database answers, correlation keeps up with it, and no journaled request waits for long.</summary>
internal sealed class Readiness(
    DatabaseHealth database,
    CorrelationHealth correlation,
    JournalAlarm journal,
    HostingMetrics metrics,
    IOptions<CorrelationOptions> options,
    ILogger<Readiness> logger)
{
    private int _wasReady = 1;

    /// <returns>What is wrong; empty when the server is ready.</returns>
    public async Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken)
    {
        string[] reasons = [.. new[] { await ReasonAsync(cancellationToken), journal.Complaint() }.OfType<string>()];
        var isReady = reasons.Length == 0;
        metrics.Checked(isReady);
        if (Interlocked.Exchange(ref _wasReady, isReady ? 1 : 0) != (isReady ? 1 : 0))
        {
            // Told once per change, however often a balancer asks.
            if (isReady)
            {
                logger.ReadyAgain();
            }
            else
            {
                logger.NotReady(string.Join(' ', reasons));
            }
        }

        return reasons;
    }

    private async Task<string?> ReasonAsync(CancellationToken cancellationToken)
    {
        const string Away = "The database does not answer.";
        if (!await database.AnswersAsync(cancellationToken))
        {
            return Away;
        }

        try
        {
            var lag = await correlation.LagAsync(cancellationToken);
            return lag > options.Value.MaxLag ? FormattableString.Invariant($"Correlation is {lag.TotalSeconds:0} s behind the commits.") : null;
        }
        catch (NpgsqlException)
        {
            return Away;
        }
    }
}
