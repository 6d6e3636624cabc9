using Correlator.Storage;
using Correlator.Telemetry.Facts;

namespace Correlator.Correlation;

/// <summary>
/// Gathers all facts of the journeys that some traces belong to, in rounds: facts of the new traces, then the traces beside them. A batch receive is
/// crossed only from a trace that has news: otherwise every journey that ever shared a batch would be gathered with every other.
/// </summary>
internal sealed class FactClosure(FactReader reader, JourneyRules rules, int tenantId, DateTime from, DateTime until, IReadOnlySet<Guid> setAside)
{
    /// <summary>A journey of more hops than this between its parts is gathered only so far; nothing real comes near.</summary>
    private const int MaxRounds = 100;

    private readonly HashSet<Guid> _loaded = [];
    private readonly HashSet<Guid> _knownKeys = [];

    public StoredFacts Facts { get; } = new();

    /// <summary>The traces whose journeys are gathered whole.</summary>
    public HashSet<Guid> Expanded { get; } = [];

    /// <summary>Keys found to join too many traces.</summary>
    public HashSet<Guid> HotKeys { get; } = [];

    public async Task GatherAsync(IReadOnlyCollection<Guid> seeds, CancellationToken cancellationToken)
    {
        var news = seeds.ToHashSet();
        var expand = news;
        var border = new HashSet<Guid>();
        for (var round = 0; expand.Count > 0 && round < MaxRounds; round++)
        {
            Expanded.UnionWith(expand);
            var facts = await LoadAsync(expand.Concat(border), cancellationToken);
            (expand, border) = await BesideAsync(facts, news, cancellationToken);
        }

        if (border.Count > 0)
        {
            await LoadAsync(border, cancellationToken);
        }
    }

    private async Task<StoredFacts> LoadAsync(IEnumerable<Guid> traces, CancellationToken cancellationToken)
    {
        var missing = traces.Where(_loaded.Add).ToArray();
        if (missing.Length == 0)
        {
            return new StoredFacts();
        }

        var facts = await reader.ReadAsync(tenantId, missing, from, until, cancellationToken);
        Facts.Add(facts);
        return facts;
    }

    private async Task<(HashSet<Guid> Expand, HashSet<Guid> Border)> BesideAsync(StoredFacts facts, HashSet<Guid> news, CancellationToken cancellationToken)
    {
        var expand = new HashSet<Guid>();
        var border = new HashSet<Guid>();
        foreach (var sighting in facts.Sightings.Where(sighting => Crosses(sighting) && sighting.ContextTraceId != Guid.Empty))
        {
            expand.Add(sighting.ContextTraceId);
        }

        foreach (var link in facts.Links.Where(link => Expanded.Contains(link.TraceId) && !link.InBatch))
        {
            expand.Add(link.LinkedTraceId);
        }

        await ByKeyAsync(facts, expand, cancellationToken);
        var messages = facts.Sightings.Where(sighting => Crosses(sighting) && sighting.MessageKey != Guid.Empty).Select(sighting => sighting.MessageKey).Distinct().ToArray();
        var publishers = facts.Sightings.Where(sighting => sighting.Kind == SightingKind.Publish && Expanded.Contains(sighting.TraceId)).Select(sighting => (sighting.TraceId, sighting.SpanId)).Distinct().ToArray();
        var linked = facts.Invocations.Select(invocation => invocation.TraceId).Where(Expanded.Contains).Distinct().ToArray();
        if (messages.Length + publishers.Length + linked.Length > 0)
        {
            foreach (var neighbour in await reader.NeighboursAsync(tenantId, messages, publishers, linked, from, until, cancellationToken))
            {
                (neighbour.InBatch ? border : expand).Add(neighbour.TraceId);
            }
        }

        expand.ExceptWith(Expanded);
        border.ExceptWith(_loaded);
        border.ExceptWith(expand);

        // A trace that was loaded as a border and is now expanded has its facts already, but nobody looked beside them.
        foreach (var trace in expand.Where(_loaded.Contains))
        {
            _loaded.Remove(trace);
            Forget(trace);
        }

        return (expand, border);

        bool Crosses(Sighting sighting) => Expanded.Contains(sighting.TraceId) && (!sighting.InBatch || news.Contains(sighting.TraceId));
    }

    private async Task ByKeyAsync(StoredFacts facts, HashSet<Guid> expand, CancellationToken cancellationToken)
    {
        var keys = facts.Keys.Where(key => Expanded.Contains(key.TraceId) && !setAside.Contains(key.KeyHash) && _knownKeys.Add(key.KeyHash)).Select(key => key.KeyHash).ToArray();
        if (keys.Length == 0)
        {
            return;
        }

        foreach (var group in (await reader.TracesByKeyAsync(tenantId, keys, rules.MaxTracesPerKey + 1, from, until, cancellationToken)).GroupBy(key => key.KeyHash))
        {
            if (group.Count() > rules.MaxTracesPerKey)
            {
                HotKeys.Add(group.Key);
            }

            // Also of a key that is hot only now: what it joined until now has to be taken apart.
            expand.UnionWith(group.Select(key => key.TraceId));
        }
    }

    private void Forget(Guid trace)
    {
        Facts.Invocations.RemoveAll(invocation => invocation.TraceId == trace);
        Facts.Sightings.RemoveAll(sighting => sighting.TraceId == trace);
        Facts.Links.RemoveAll(link => link.TraceId == trace);
        Facts.Keys.RemoveAll(key => key.TraceId == trace);
    }
}
