using Correlator.Storage.Blocks;
using Correlator.Telemetry;
using Correlator.Telemetry.Read;

namespace Correlator.Storage.Sealing;

/// <summary>Walks the columns of a sealed span block side by side, in the order that <see cref="SealedSpanColumns"/> names them.</summary>
internal ref struct SealedSpanRowReader
{
    private readonly SealedDictionaryReader _dictionary;
    private readonly TraceRows _rows;
    private ByteReader _parents;
    private ByteReader _otherIds;
    private ByteReader _starts;
    private ByteReader _durations;
    private ByteReader _names;
    private ByteReader _functions;
    private ByteReader _resources;
    private ByteReader _kinds;
    private ByteReader _flags;
    private ByteReader _attributes;
    private ByteReader _rest;
    private long _start;

    public SealedSpanRowReader(SealedDictionaryReader dictionary, TraceRows rows, ref ByteReader payload)
    {
        (_dictionary, _rows) = (dictionary, rows);
        _parents = payload.Column();
        _otherIds = payload.Column();
        _starts = payload.Column();
        _durations = payload.Column();
        _names = payload.Column();
        _functions = payload.Column();
        _resources = payload.Column();
        _kinds = payload.Column();
        _flags = payload.Column();
        _attributes = payload.Column();
        _rest = payload.Column();
    }

    /// <summary>The next span, or null when it is not wanted: its columns are stepped over then.</summary>
    public Span? Next(int trace, SpanId spanId, bool isWanted)
    {
        var parent = SpanReference.ReadSpan(ref _parents, ref _otherIds, _rows, trace);
        _start = unchecked(_start + _starts.ZigZag());
        var end = unchecked(_start + (long)_durations.Varint());
        var name = _dictionary.Text(ref _names);
        var function = _functions.Index(int.MaxValue);
        var resource = _dictionary.Resource(ref _resources);
        var kind = _kinds.Byte();
        var flags = (uint)_flags.Varint();
        var attributes = Attributes(ref _attributes, isWanted);
        var message = _dictionary.Text(ref _rest);
        var state = _dictionary.Text(ref _rest);
        var dropped = (uint)_rest.Varint();
        var events = Events(isWanted);
        var links = Links(trace, isWanted);
        return !isWanted ? null : new Span
        {
            TraceId = _rows[trace],
            SpanId = spanId,
            ParentSpanId = parent,
            Name = name,
            Kind = (SpanKind)(kind & 0xf),
            Status = (SpanStatus)(kind >> 4),
            Flags = flags,
            StartNano = _start,
            EndNano = end,
            FunctionId = function,
            Resource = resource,
            Attributes = attributes,
            StatusMessage = message,
            TraceState = state,
            Dropped = dropped,
            Events = events,
            Links = links,
        };
    }

    private readonly AttributeValue[] Attributes(ref ByteReader column, bool isWanted)
    {
        if (isWanted)
        {
            return _dictionary.Attributes(ref column);
        }

        _dictionary.SkipAttributes(ref column);
        return [];
    }

    private SpanEvent[] Events(bool isWanted)
    {
        var events = new SpanEvent[_rest.Count()];
        for (var index = 0; index < events.Length; index++)
        {
            events[index] = new SpanEvent(unchecked(_start + _rest.ZigZag()), _dictionary.Text(ref _rest), Attributes(ref _rest, isWanted));
        }

        return events;
    }

    private SpanLink[] Links(int own, bool isWanted)
    {
        var links = new SpanLink[_rest.Count()];
        for (var index = 0; index < links.Length; index++)
        {
            var (trace, number) = SpanReference.ReadTrace(ref _rest, ref _otherIds, _rows, own);
            var span = SpanReference.ReadSpan(ref _rest, ref _otherIds, _rows, number);
            links[index] = new SpanLink(trace, span, (uint)_rest.Varint(), _dictionary.Text(ref _rest), Attributes(ref _rest, isWanted));
        }

        return links;
    }
}
