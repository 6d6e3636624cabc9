using Correlator.Correlation;
using Correlator.Demo;
using Correlator.Ingest;

namespace Correlator.Hosting.Cli;

/// <summary>Asks the database whether the demo's orders have become journeys: each order one, with all its traces and messages, and ended.</summary>
internal sealed class JoinedOrders(IServiceProvider services, IReadOnlyList<SentOrder> orders)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private readonly JourneyStore _journeys = services.GetRequiredService<JourneyStore>();
    private readonly TimeProvider _clock = services.GetRequiredService<TimeProvider>();

    /// <returns>The orders that were not joined when the wait was cancelled.</returns>
    public async Task<IReadOnlyList<SentOrder>> WaitAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<SentOrder> missing = orders;
        try
        {
            while ((missing = await MissingAsync(missing, cancellationToken)).Count > 0)
            {
                await Task.Delay(Pause, _clock, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The caller tells whose patience ended.
        }

        return missing;
    }

    private async Task<IReadOnlyList<SentOrder>> MissingAsync(IReadOnlyList<SentOrder> among, CancellationToken cancellationToken)
    {
        var missing = new List<SentOrder>();
        foreach (var order in among)
        {
            if (!IsJoined(order, await _journeys.FindAsync(TenantResolver.LocalTenant, order.OrderId, cancellationToken)))
            {
                missing.Add(order);
            }
        }

        return missing;
    }

    private static bool IsJoined(SentOrder order, IReadOnlyList<JourneySummary> found) =>
        found is [{ Status: JourneyStatus.Completed or JourneyStatus.Failed } journey] && journey.Traces == order.Traces && journey.Messages == order.Messages;
}
