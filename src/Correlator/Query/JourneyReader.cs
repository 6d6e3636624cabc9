using Correlator.Correlation;
using Correlator.Storage;
using Correlator.Storage.Catalogs;
using Correlator.Storage.Facts;
using Correlator.Telemetry;
using Microsoft.Extensions.Options;

namespace Correlator.Query;

/// <summary>Puts a journey together from the stages' stores.</summary>
internal sealed class JourneyReader(
    JourneyStore journeys,
    SpanReader spans,
    LogReader logs,
    FactReader facts,
    FunctionCatalog functions,
    QueueCatalog queues,
    QueryMetrics metrics,
    IOptions<QueryOptions> options,
    TimeProvider time,
    ILogger<JourneyReader> logger)
{
    /// <summary>A journey of more traces is read so far: nobody reads on, and its spans would fill the memory.</summary>
    private const int MaxTraces = 500;
    private static readonly TimeSpan Margin = TimeSpan.FromDays(1);

    /// <summary>The newest journey that an id of any kind belongs to; null when there is none.</summary>
    public async Task<JourneyView?> ReadAsync(int tenantId, string id, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        if (await journeys.ReadAsync(tenantId, id, cancellationToken) is not { } journey)
        {
            return null;
        }

        var view = await ReadAsync(tenantId, journey, cancellationToken);
        var took = time.GetElapsedTime(started);
        metrics.JourneyRead(took.TotalSeconds);
        if (took > options.Value.SlowJourney)
        {
            logger.SlowJourney(view.Summary.JourneyId, view.Traces.Count, took.TotalSeconds);
        }

        return view;
    }

    private async Task<JourneyView> ReadAsync(int tenantId, JourneyDetails journey, CancellationToken cancellationToken)
    {
        var messages = journey.Messages;
        var traces = journey.Traces.Take(MaxTraces).Select(trace => trace.TraceId).ToArray();
        var ids = traces.Select(TraceId.FromGuid).ToArray();
        var found = new StoredFacts();
        await facts.ReadAsync(tenantId, traces, journey.Summary.StartedAt - Margin, journey.Summary.EndedAt + Margin, found, cancellationToken);
        var read = await spans.ReadTracesAsync(tenantId, ids, cancellationToken);
        var ofMessages = messages
            .SelectMany(message => message.Attempts.Select(attempt => attempt.FunctionId).Append(message.PublisherFunctionId))
            .OfType<int>();
        int[] functionIds =
        [
            .. read.Select(span => span.FunctionId),
            .. found.Invocations.Select(invocation => invocation.FunctionId),
            .. ofMessages,
        ];
        int[] queueIds = [.. messages.SelectMany(message => message.Attempts
            .Select(attempt => attempt.QueueId)
            .Append(message.QueueId)
            .Append(message.DeadLetterQueueId ?? message.QueueId))];
        return new JourneyView
        {
            Summary = journey.Summary,
            Traces = journey.Traces,
            Messages = messages,
            Spans = read,
            Invocations = found.Invocations,
            Keys = await journeys.KeysAsync(tenantId, traces, cancellationToken),
            TracesLeftOut = journey.Traces.Count - traces.Length,
            Logs = await logs.ReadTracesAsync(tenantId, ids, cancellationToken),
            FunctionNames = (await functions.FindAsync(tenantId, functionIds, cancellationToken)).ToDictionary(pair => pair.Key, pair => pair.Value.Name),
            QueueNames = (await queues.FindAsync(tenantId, queueIds, cancellationToken)).ToDictionary(pair => pair.Key, pair => pair.Value.Destination),
            Others = journey.Others,
        };
    }
}
