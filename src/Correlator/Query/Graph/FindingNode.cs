using System.Globalization;
using System.Text.Json.Nodes;
using Correlator.Correlation;
using Correlator.Detection;
using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.DataLoading;
using Correlator.Storage.Catalogs;

namespace Correlator.Query.Graph;

/// <summary>What a detector found out about a function, a queue or a key, and stands by until it is calm again.</summary>
[Node(IdField = nameof(Finding.FindingId))]
[ObjectType<Finding>(IgnoreProperties = [
    nameof(Finding.SubjectId),
    nameof(Finding.Calm),
    nameof(Finding.Severity),
    nameof(Finding.Numbers),
    nameof(Finding.Journeys)])]
internal static class FindingNode
{
    [NodeResolver]
    public static Task<Finding?> FindAsync(Guid id, DataLoader<Guid, Finding> findingById, CancellationToken cancellationToken) =>
        findingById.LoadAsync(id, cancellationToken);

    public static Severity GetSeverity([Parent] Finding finding) => (Severity)finding.Severity;

    public static bool GetIsOpen([Parent] Finding finding) => finding.Until is null;

    /// <summary>What it was measured by: numbers by name.</summary>
    public static JsonNode? GetNumbers([Parent] Finding finding) => JsonNode.Parse(finding.Numbers);

    /// <summary>The function that it is about, if it is one.</summary>
    public static Task<StoredFunction?> GetFunctionAsync(
        [Parent] Finding finding,
        DataLoader<int, StoredFunction> functionById,
        CancellationToken cancellationToken) =>
        Loads.OptionalAsync(IdOf(finding, "function"), functionById, cancellationToken);

    /// <summary>The queue that it is about, if it is one.</summary>
    public static Task<StoredQueue?> GetQueueAsync([Parent] Finding finding, DataLoader<int, StoredQueue> queueById, CancellationToken cancellationToken) =>
        Loads.OptionalAsync(IdOf(finding, "queue"), queueById, cancellationToken);

    /// <summary>Examples, the newest first.</summary>
    public static Task<IReadOnlyList<JourneySummary>> GetJourneysAsync(
        [Parent] Finding finding,
        DataLoader<Guid, JourneySummary> journeyByTrace,
        CancellationToken cancellationToken) =>
        Loads.AllAsync(finding.Journeys, journeyByTrace, cancellationToken);

    private static int? IdOf(Finding finding, string kind) =>
        finding.SubjectKind == kind && int.TryParse(finding.SubjectId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
