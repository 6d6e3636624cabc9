using Correlator.Telemetry;
using Correlator.Telemetry.Read;

namespace Correlator.Storage.Blocks;

/// <summary>Walks the columns of a span block side by side, in the order that <see cref="SpanColumns"/> wrote them.</summary>
internal ref struct SpanRowReader
{
    private readonly DecodedDictionary _dictionary;
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

    public SpanRowReader(ref ByteReader payload)
    {
        _dictionary = new DecodedDictionary(ref payload);
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

    /// <summary>The next span, or null when it is not wanted: then its columns are only stepped over.</summary>
    public Span? Next(TraceId traceId, bool isWanted)
    {
        var spanId = new SpanId(_spanIds.Fixed64());
        var parent = new SpanId(_parents.Fixed64());
        _start += _starts.ZigZag();
        var duration = _durations.Varint();
        var name = _dictionary.Text(ref _names);
        var (resource, function) = _dictionary.Resource(ref _resources, ref _scopes);
        var kind = _kinds.Byte();
        var flags = (uint)_flags.Varint();
        if (!isWanted)
        {
            SkipAttributes(ref _attributes);
            SkipRest();
            return null;
        }

        var attributes = _dictionary.Attributes(ref _attributes);
        var has = _rest.Byte();
        return new Span
        {
            TraceId = traceId,
            SpanId = spanId,
            ParentSpanId = parent,
            Name = name,
            Kind = SpanKindByte.Kind(kind),
            Status = SpanKindByte.Status(kind),
            Flags = flags,
            StartNano = _start,
            EndNano = unchecked(_start + (long)duration),
            FunctionId = function,
            Resource = resource,
            Attributes = attributes,
            StatusMessage = (has & 1) != 0 ? _dictionary.Text(ref _rest) : "",
            TraceState = (has & 2) != 0 ? _dictionary.Text(ref _rest) : "",
            Events = (has & 4) != 0 ? Events() : [],
            Links = (has & 8) != 0 ? Links() : [],
            Dropped = (has & 16) != 0 ? (uint)_rest.Varint() : 0,
        };
    }

    private static void SkipAttributes(ref ByteReader column)
    {
        for (var left = column.Count(); left > 0; left--)
        {
            column.Varint();
        }
    }

    private SpanEvent[] Events()
    {
        var events = new SpanEvent[_rest.Count()];
        for (var index = 0; index < events.Length; index++)
        {
            events[index] = new SpanEvent(_start + _rest.ZigZag(), _dictionary.Text(ref _rest), _dictionary.Attributes(ref _rest));
        }

        return events;
    }

    private SpanLink[] Links()
    {
        var links = new SpanLink[_rest.Count()];
        for (var index = 0; index < links.Length; index++)
        {
            links[index] = new SpanLink(
                new TraceId(_rest.Fixed64(), _rest.Fixed64()),
                new SpanId(_rest.Fixed64()),
                (uint)_rest.Varint(),
                _dictionary.Text(ref _rest),
                _dictionary.Attributes(ref _rest));
        }

        return links;
    }

    private void SkipRest()
    {
        var has = _rest.Byte();
        for (var text = (has & 1) + ((has >> 1) & 1); text > 0; text--)
        {
            _rest.Varint();
        }

        for (var left = (has & 4) != 0 ? _rest.Count() : 0; left > 0; left--)
        {
            _rest.Varint();
            _rest.Varint();
            SkipAttributes(ref _rest);
        }

        for (var left = (has & 8) != 0 ? _rest.Count() : 0; left > 0; left--)
        {
            _rest.Bytes(24);
            _rest.Varint();
            _rest.Varint();
            SkipAttributes(ref _rest);
        }

        if ((has & 16) != 0)
        {
            _rest.Varint();
        }
    }
}
