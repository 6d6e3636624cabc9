using Correlator.Telemetry;
using Correlator.Telemetry.Batches;

namespace Correlator.Storage.Blocks;

/// <summary>Walks the columns of a span block side by side, in the order that <see cref="SpanColumns"/> wrote them, into the rows of a batch.</summary>
internal ref struct SpanRows
{
    private readonly TelemetryBatch _batch;
    private readonly DictionaryRows _dictionary;
    private ByteReader _spanIds;
    private ByteReader _parents;
    private ByteReader _starts;
    private ByteReader _durations;
    private ByteReader _names;
    private ByteReader _resources;
    private ByteReader _scopes;
    private ByteReader _kinds;
    private ByteReader _flags;
    private ByteReader _attributes;
    private ByteReader _rest;
    private long _start;

    public SpanRows(TelemetryBatch batch, DictionaryRows dictionary, ref ByteReader payload)
    {
        _batch = batch;
        _dictionary = dictionary;
        _spanIds = payload.Column();
        _parents = payload.Column();
        _starts = payload.Column();
        _durations = payload.Column();
        _names = payload.Column();
        _resources = payload.Column();
        _scopes = payload.Column();
        _kinds = payload.Column();
        _flags = payload.Column();
        _attributes = payload.Column();
        _rest = payload.Column();
    }

    public void AddNext(TraceId traceId)
    {
        _start += _starts.ZigZag();
        var kind = _kinds.Byte();
        var has = _rest.Byte();
        _batch.Spans.Add(new SpanRow
        {
            TraceId = traceId,
            SpanId = new SpanId(_spanIds.Fixed64()),
            ParentSpanId = new SpanId(_parents.Fixed64()),
            StartNano = _start,
            EndNano = unchecked(_start + (long)_durations.Varint()),
            Name = _dictionary.TextOf(ref _names),
            Resource = _dictionary.Resource(ref _resources),
            Scope = _dictionary.Scope(ref _scopes),
            Kind = SpanKindByte.Kind(kind),
            Status = SpanKindByte.Status(kind),
            ParentCameAlong = SpanKindByte.HasParentAlong(kind),
            Flags = (uint)_flags.Varint(),
            Attributes = _dictionary.Attributes(ref _attributes),
            StatusMessage = (has & 1) != 0 ? _dictionary.TextOf(ref _rest) : default,
            TraceState = (has & 2) != 0 ? _dictionary.TextOf(ref _rest) : default,
            Events = (has & 4) != 0 ? Events() : default,
            Links = (has & 8) != 0 ? Links() : default,
            Dropped = (has & 16) != 0 ? (uint)_rest.Varint() : 0,
        });
    }

    private RowRange Events()
    {
        var range = new RowRange(_batch.Events.Count, _rest.Count());
        for (var left = range.Count; left > 0; left--)
        {
            _batch.Events.Add(new EventRow(_start + _rest.ZigZag(), _dictionary.TextOf(ref _rest), _dictionary.Attributes(ref _rest)));
        }

        return range;
    }

    private RowRange Links()
    {
        var range = new RowRange(_batch.Links.Count, _rest.Count());
        for (var left = range.Count; left > 0; left--)
        {
            var (traceId, spanId) = (new TraceId(_rest.Fixed64(), _rest.Fixed64()), new SpanId(_rest.Fixed64()));
            var flags = (uint)_rest.Varint();
            _batch.Links.Add(new LinkRow(traceId, spanId, _dictionary.TextOf(ref _rest), flags, _dictionary.Attributes(ref _rest)));
        }

        return range;
    }
}
