using System.Runtime.CompilerServices;
using Correlator.Correlation;
using Correlator.Detection;
using Correlator.GraphQL;
using Correlator.GraphQL.Annotations;
using Correlator.Query.Live;

namespace Correlator.Query.Graph;

[SubscriptionType]
internal static class LiveSubscriptions
{
    /// <summary>Journeys as they are resolved, for the first time or anew.</summary>
    /// <param name="id">Only this one, by an id of any kind, beginning with how it stands: joined to another one, it goes on under that one's id.</param>
    /// <param name="statuses">Only those that have one of these now.</param>
    [Subscribe]
    public static async IAsyncEnumerable<JourneySummary> OnJourneyAsync(
        [GlobalState] Caller caller,
        JourneyFeed feed,
        JourneyStore journeys,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        [GraphQLType("ID")] string? id = null,
        IReadOnlyList<JourneyStatus>? statuses = null)
    {
        var followed = id is null
            ? null
            : await journeys.FindNewestAsync(caller.TenantId, id, cancellationToken) ?? throw new GraphQLException($"No journey has the id \"{id}\".");
        var watched = followed is null
            ? feed.WatchAsync(caller.TenantId, cancellationToken)
            : feed.FollowAsync(caller.TenantId, followed.JourneyId, cancellationToken);
        await foreach (var journey in watched.Where(journey => statuses is not { Count: > 0 } || statuses.Contains(journey.Status)))
        {
            yield return journey;
        }
    }

    /// <summary>Findings as they are opened, evaluated again, and closed.</summary>
    /// <param name="kinds">Only of one of these kinds.</param>
    [Subscribe]
    public static IAsyncEnumerable<Finding> OnFinding(
        [GlobalState] Caller caller,
        FindingFeed feed,
        CancellationToken cancellationToken,
        IReadOnlyList<string>? kinds = null) =>
        feed.WatchAsync(caller.TenantId, cancellationToken).Where(finding => kinds is not { Count: > 0 } || kinds.Contains(finding.Kind));
}
