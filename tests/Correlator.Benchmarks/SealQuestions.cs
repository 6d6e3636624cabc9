using Correlator.Storage;
using Correlator.Telemetry;
using OpenTelemetry.Proto.Collector.Trace.V1;

namespace Correlator.Benchmarks;

/// <summary>What can be asked of stored requests: their traces with the number of spans of each, and an attribute value of some span in each request.</summary>
internal sealed class SealQuestions
{
    private static readonly string[] Keys = ["correlation.id", "app.correlation_id"];
    private readonly Dictionary<TraceId, int> _traces = [];
    private readonly List<(string Key, string Value)> _values = [];
    private long _fromNano = long.MaxValue;
    private long _untilNano = long.MinValue;

    public int Spans => _traces.Values.Sum();

    public byte[] Note(byte[] request)
    {
        var spans = ExportTraceServiceRequest.Parser.ParseFrom(request).ResourceSpans
            .SelectMany(resource => resource.ScopeSpans)
            .SelectMany(scope => scope.Spans)
            .ToArray();
        foreach (var span in spans)
        {
            var trace = TraceId.Read(span.TraceId.Span);
            _traces[trace] = _traces.GetValueOrDefault(trace) + 1;
            _fromNano = Math.Min(_fromNano, (long)span.StartTimeUnixNano);
            _untilNano = Math.Max(_untilNano, (long)span.EndTimeUnixNano + 1);
        }

        _values.AddRange(spans
            .SelectMany(span => span.Attributes)
            .Where(attribute => Keys.Contains(attribute.Key))
            .Take(1)
            .Select(attribute => (attribute.Key, attribute.Value.StringValue)));
        return request;
    }

    /// <summary>Some of the traces, the same ones every time.</summary>
    public KeyValuePair<TraceId, int>[] Traces(int count) => new Random(1).GetItems(_traces.ToArray(), count);

    public SpanQuery[] Queries(int count) => [.. new Random(1).GetItems(_values.ToArray(), count).Select(Query)];

    private SpanQuery Query((string Key, string Value) value) =>
        new() { FromNano = _fromNano, UntilNano = _untilNano, Limit = 100, Attributes = [value] };
}
