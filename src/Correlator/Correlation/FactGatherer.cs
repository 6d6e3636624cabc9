using Correlator.Storage.Facts;
using Correlator.Telemetry;
using Correlator.Telemetry.Facts;

namespace Correlator.Correlation;

/// <summary>Answers a closure's questions from the database.</summary>
internal sealed class FactGatherer(FactReader reader, JourneyStore journeys)
{
    /// <summary>
    /// Gathers until nothing more belongs to it. The journeys that stand for the gathered traces, or tell of the gathered messages, are gathered with them,
    /// with all their traces and from their whole time: what replaces them must leave nothing of theirs behind.
    /// </summary>
    public async Task<FactClosure> GatherAsync(
        int tenantId,
        GatherScope scope,
        JourneyRules rules,
        IReadOnlySet<Guid> setAside,
        CancellationToken cancellationToken)
    {
        var (from, until) = (scope.From, scope.Until);
        while (true)
        {
            var closure = new FactClosure(rules, setAside, scope.News);
            closure.Expand(scope.Seeds);
            var asked = new IdSet(scope.Seeds.Count);
            var (earliest, latest) = (from, until);
            while (!closure.IsClosed)
            {
                await CloseAsync(closure, rules, tenantId, from, until, cancellationToken);
                Guid[] traces = [.. closure.Expanded.Where(asked.Add)];
                Guid[] messages = [.. closure.CrossedKeys.Where(asked.Add)];
                var standing = await journeys.StandingAsync(tenantId, traces, messages, cancellationToken);
                closure.Expand(standing.SelectMany(journey => journey.Traces));
                foreach (var journey in standing)
                {
                    earliest = journey.StartedAt < earliest ? journey.StartedAt : earliest;
                    latest = journey.EndedAt >= latest ? journey.EndedAt.AddTicks(TimeSpan.TicksPerMillisecond) : latest;
                }
            }

            if (earliest == from && latest == until)
            {
                return closure;
            }

            // A part of a journey lies further away than we looked.
            (from, until) = (earliest, latest);
        }
    }

    private async Task CloseAsync(FactClosure closure, JourneyRules rules, int tenantId, DateTime from, DateTime until, CancellationToken cancellationToken)
    {
        while (!closure.IsClosed)
        {
            if (closure.TracesToRead() is { Length: > 0 } traces)
            {
                await reader.ReadAsync(tenantId, traces, from, until, closure.Facts, cancellationToken);
            }

            var questions = closure.Beside();
            var (byKey, near, nearBatches) = (TracesByKeyAsync(questions.Keys), AskAsync(questions.Near), AskAsync(questions.NearBatches));
            await Task.WhenAll(byKey, near, nearBatches);
            closure.TakeKeys(await byKey);
            closure.TakeNear(await near);
            closure.TakeNearBatches(await nearBatches);
            if (questions.HotKeys.Length > 0)
            {
                closure.Expand(await journeys.TracesJoinedByAsync(tenantId, questions.HotKeys, cancellationToken));
            }
        }

        async Task<IReadOnlyList<JoinKey>> TracesByKeyAsync(Guid[] keys) =>
            keys.Length == 0 ? [] : await reader.TracesByKeyAsync(tenantId, keys, rules.MaxTracesPerKey + 1, from, until, cancellationToken);

        async Task<IReadOnlyList<NeighbourTrace>> AskAsync(NeighbourQuestion question) => question.IsEmpty
            ? []
            : await reader.NeighboursAsync(
                tenantId,
                question.Messages,
                question.Traces,
                rules.MaxTracesPerMessage + 1,
                from,
                until,
                cancellationToken);
    }
}
