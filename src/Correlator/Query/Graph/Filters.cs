using System.Globalization;
using Correlator.Correlation;
using Correlator.Detection;
using Correlator.Storage;
using Correlator.Storage.Catalogs;
using Correlator.Telemetry.Conventions;

namespace Correlator.Query.Graph;

/// <summary>Makes of what callers give what the stores look for: names become ids.</summary>
internal sealed class Filters(FunctionReader functions, QueueReader queues)
{
    /// <summary>No function or queue has it: a name that nobody knows finds nothing, rather than everything.</summary>
    private const int Nobody = 0;

    public async Task<JourneyFilter> OfAsync(int tenantId, JourneyFilterInput? input, CancellationToken cancellationToken)
    {
        if (input is null)
        {
            return new JourneyFilter();
        }

        return new JourneyFilter
        {
            From = input.From?.UtcDateTime,
            Until = input.Until?.UtcDateTime,
            Statuses = input.Statuses ?? [],
            FunctionIds = await IdsAsync(input.FunctionIds, input.Functions, names => functions.NamedAsync(tenantId, names, cancellationToken)),
            QueueIds = await IdsAsync(input.QueueIds, input.Queues, names => queues.NamedAsync(tenantId, names, cancellationToken)),
            Keys = input.Key switch
            {
                null => null,
                { Name: { } name } key => CorrelationKeys.HashesFor(name, key.Value),
                { } key => CorrelationKeys.HashesFor(key.Value),
            },
        };
    }

    public async Task<InvocationFilter> OfAsync(int tenantId, InvocationFilterInput? input, CancellationToken cancellationToken)
    {
        if (input is null)
        {
            return new InvocationFilter();
        }

        return new InvocationFilter
        {
            From = input.From?.UtcDateTime,
            Until = input.Until?.UtcDateTime,
            FunctionIds = await IdsAsync(input.FunctionIds, input.Functions, names => functions.NamedAsync(tenantId, names, cancellationToken)),
            Outcomes = input.Outcomes ?? [],
            IsCold = input.IsCold,
        };
    }

    public static FunctionFilter Of(FunctionFilterInput? input) => new(input?.Text, input?.Environment);

    public static QueueFilter Of(QueueFilterInput? input) => new(input?.Text, input?.System, input?.IsDeadLetter);

    public static FindingFilter Of(FindingFilterInput? input) => input is null ? new FindingFilter() : new FindingFilter
    {
        From = input.From?.UtcDateTime,
        Until = input.Until?.UtcDateTime,
        Kinds = input.Kinds ?? [],
        Subjects = [.. Subjects("function", input.FunctionIds), .. Subjects("queue", input.QueueIds)],
        MinSeverity = input.MinSeverity,
        IsOpen = input.IsOpen,
    };

    private static IEnumerable<(string Kind, string Id)> Subjects(string kind, IReadOnlyList<int>? ids) =>
        (ids ?? []).Select(id => (kind, id.ToString(CultureInfo.InvariantCulture)));

    private static async Task<IReadOnlyList<int>> IdsAsync(
        IReadOnlyList<int>? ids,
        IReadOnlyList<string>? names,
        Func<IReadOnlyList<string>, Task<IReadOnlyList<int>>> find) =>
        ids is not { Count: > 0 } && names is not { Count: > 0 } ? []
        : [.. ids ?? [], .. names is { Count: > 0 } ? await find(names) : [], Nobody];
}
