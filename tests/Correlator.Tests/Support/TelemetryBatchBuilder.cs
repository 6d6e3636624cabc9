using System.Buffers;
using System.Text;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Facts;

namespace Correlator.Tests.Support;

/// <summary>
/// Telemetry as a test tells it:
/// <c>new TelemetryBatchBuilder().Resource(("service.name", "shop")).Span("orders send", SpanKind.Producer, ("messaging.system", "kafka")).Facts()</c>.
/// Trace 1, span 1 and no parent unless <see cref="In"/> and <see cref="Below"/> say otherwise; ids count up from span to span.
/// </summary>
internal sealed class TelemetryBatchBuilder : IDisposable
{
    public static readonly long Start = 1_767_225_600_000_000_000;
    private readonly TelemetryBatch _batch;
    private TraceId _trace = new(0, 1);
    private SpanId _parent;
    private uint _flags;
    private ulong _lastSpan;

    public TelemetryBatchBuilder(Signal signal = Signal.Traces)
    {
        _batch = new TelemetryBatch(signal, 1, ArrayPool<byte>.Shared.Rent(4096), 0);
        _batch.Resources.Add(new ResourceRow(default, default));
        _batch.Scopes.Add(new ScopeRow(0, default, default, default));
    }

    public TelemetryBatch Batch => _batch;

    public TelemetryBatchBuilder Resource(params (string Key, object Value)[] attributes)
    {
        _batch.Resources.Add(new ResourceRow(Attributes(attributes), default));
        return this;
    }

    /// <summary>The trace of what follows.</summary>
    public TelemetryBatchBuilder In(ulong trace)
    {
        _trace = new TraceId(0, trace);
        (_parent, _flags) = (default, 0);
        return this;
    }

    /// <summary>The parent of what follows; remote, local, or (null) not told, as older SDKs do.</summary>
    public TelemetryBatchBuilder Below(ulong parent, bool? isRemote = null)
    {
        _parent = new SpanId(parent);
        _flags = isRemote switch { null => 0, true => 0x300, false => 0x100 };
        return this;
    }

    public TelemetryBatchBuilder Span(string name, SpanKind kind, params (string Key, object Value)[] attributes)
    {
        _batch.Spans.Add(new SpanRow
        {
            TraceId = _trace,
            SpanId = new SpanId(++_lastSpan),
            ParentSpanId = _parent,
            Resource = _batch.Resources.Count - 1,
            Name = Text(name),
            Kind = kind,
            Flags = _flags,
            StartNano = Start,
            EndNano = Start + 5_000_000,
            Attributes = Attributes(attributes),
        });
        return this;
    }

    /// <summary>Links of the last span; call once for all of them.</summary>
    public TelemetryBatchBuilder Links(params (ulong Trace, ulong Span, (string Key, object Value)[] Attributes)[] links)
    {
        var rows = links.Select(link => new LinkRow(new TraceId(0, link.Trace), new SpanId(link.Span), default, 0, Attributes(link.Attributes))).ToArray();
        var start = _batch.Links.Count;
        foreach (var row in rows)
        {
            _batch.Links.Add(row);
        }

        return Change(span => span with { Links = new RowRange(start, rows.Length) });
    }

    /// <summary>Ends the last span with an error and, when a type is given, an exception event.</summary>
    public TelemetryBatchBuilder Failed(string message = "", string type = "")
    {
        if (type.Length > 0)
        {
            _batch.Events.Add(new EventRow(Start, Text("exception"), Attributes([("exception.type", type), ("exception.message", message)])));
        }

        return Change(span => span with { Status = SpanStatus.Error, StatusMessage = Text(message), Events = new RowRange(0, _batch.Events.Count) });
    }

    public TelemetryBatchBuilder Lasts(TimeSpan duration) => Change(span => span with { EndNano = span.StartNano + (duration.Ticks * 100) });

    /// <summary>A log record; its body is text, or JSON of a map when it begins with a brace.</summary>
    public TelemetryBatchBuilder Log(string body, params (string Key, object Value)[] attributes)
    {
        _batch.Logs.Add(new LogRow
        {
            TraceId = _trace,
            Resource = _batch.Resources.Count - 1,
            TimeNano = Start,
            Body = new AttributeRow(-1, AttributeKind.String, Text(body), 0),
            Attributes = Attributes(attributes),
        });
        return this;
    }

    public FactSet Facts()
    {
        var facts = BlockFacts.Of(_batch);
        facts.FirstFailure.ShouldBeNull();
        return facts;
    }

    public SightingFact SingleSighting() => Facts().Sightings.ShouldHaveSingleItem();

    public InvocationFact SingleInvocation() => Facts().Invocations.ShouldHaveSingleItem();

    public KeyFact SingleKey() => Facts().Keys.ShouldHaveSingleItem();

    public RowRange Attributes(params (string Key, object Value)[] attributes)
    {
        var rows = attributes.Select(attribute => Row(_batch.Key(Text(attribute.Key)), attribute.Value)).ToArray();
        var start = _batch.Attributes.Count;
        foreach (var row in rows)
        {
            _batch.Attributes.Add(row);
        }

        return new RowRange(start, rows.Length);
    }

    public void Dispose() => _batch.Dispose();

    private TelemetryBatchBuilder Change(Func<SpanRow, SpanRow> change)
    {
        ref var last = ref _batch.Spans[_batch.Spans.Count - 1];
        last = change(last);
        return this;
    }

    private AttributeRow Row(int key, object value) => value switch
    {
        string text => new AttributeRow(key, AttributeKind.String, Text(text), 0),
        bool flag => new AttributeRow(key, AttributeKind.Bool, default, flag ? 1 : 0),
        int number => new AttributeRow(key, AttributeKind.Int, default, number),
        long number => new AttributeRow(key, AttributeKind.Int, default, number),
        double number => new AttributeRow(key, AttributeKind.Double, default, BitConverter.DoubleToInt64Bits(number)),
        string[] texts => new AttributeRow(key, AttributeKind.Json, Text(System.Text.Json.JsonSerializer.Serialize(texts)), 0),
        _ => throw new ArgumentException($"No attribute value: {value}.", nameof(value)),
    };

    private TextRange Text(string text) => text.Length == 0 ? default : _batch.AddText(Encoding.UTF8.GetBytes(text));
}
