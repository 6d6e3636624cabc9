using System.Diagnostics;
using System.Diagnostics.Metrics;
using Correlator.GraphQL.Execution;

namespace Correlator.GraphQL.Transport;

/// <summary>What the server counts of itself, under the meter <c>Correlator.GraphQL</c>.</summary>
internal sealed class GraphQLMetrics : IDisposable
{
    public const string MeterName = "Correlator.GraphQL";

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _requests;
    private readonly Counter<long> _events;
    private readonly UpDownCounter<long> _sockets;

    public GraphQLMetrics(GraphQLExecutor executor)
    {
        _requests = _meter.CreateHistogram<double>("graphql.server.request.duration", "s", "Running a request; of a subscription, until it is open");
        _events = _meter.CreateCounter<long>("graphql.server.subscription.events", "{event}", "Answers that subscriptions gave");
        _sockets = _meter.CreateUpDownCounter<long>("graphql.server.sockets", "{socket}", "WebSockets that are open");
        _meter.CreateObservableUpDownCounter("graphql.server.subscriptions", () => executor.Subscriptions, "{subscription}", "Subscriptions that run");
    }

    /// <summary>Counts a request that began at a timestamp: <c>ok</c>, <c>errors</c>, <c>subscribed</c>, or why it was not run.</summary>
    public void Ran(long since, TimeProvider time, GraphQLResult result, string transport)
    {
        var outcome = result switch
        {
            QueryResult { IsRequestError: true } refused => refused.Failure.ToString().ToLowerInvariant(),
            QueryResult { Errors.Count: > 0 } => "errors",
            QueryResult => "ok",
            _ => "subscribed",
        };
        var tags = new TagList { { "outcome", outcome }, { "transport", transport } };
        _requests.Record(time.GetElapsedTime(since).TotalSeconds, tags);
    }

    public void EventSent() => _events.Add(1);

    public void SocketOpened() => _sockets.Add(1);

    public void SocketClosed() => _sockets.Add(-1);

    public void Dispose() => _meter.Dispose();
}
