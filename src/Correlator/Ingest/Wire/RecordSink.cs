using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;

namespace Correlator.Ingest.Wire;

/// <summary>What both encodings share: filling a batch's tables, cleaning text, validating records and counting the refused ones.</summary>
internal sealed class RecordSink(TelemetryBatch batch, ReadLimits limits) : IDisposable
{
    private static readonly Rune Replacement = Rune.ReplacementChar;
    private readonly Rejections _rejections = new();
    private NestedValueWriter? _nested;

    public TelemetryBatch Batch { get; } = batch;

    public ReadLimits Limits { get; } = limits;

    public NestedValueWriter Nested => _nested ??= new NestedValueWriter(Limits.MaxDepth);

    public AttributeMemo Memo { get; } = new(batch);

    /// <summary>What was cut so far.</summary>
    public LimitCuts Cuts { get; private set; }

    public ReadOutcome Outcome() => new(Batch.RecordCount, _rejections.Count, _rejections.Count == 0 ? null : _rejections.ToString()) { Cuts = Cuts };

    public void Dispose()
    {
        Memo.Dispose();
        _nested?.Dispose();
    }

    /// <summary>
    /// Text as Postgres and people can take it: cut to the limit, invalid UTF-8 and NUL (which Postgres' text cannot hold) replaced by U+FFFD.
    /// Text that is fine, nearly all of it, stays where it is.
    /// </summary>
    public TextRange Clean(TextRange range)
    {
        if (range.IsEmpty)
        {
            return range;
        }

        if (range.Length > Limits.MaxValueBytes)
        {
            range = Cut(range, Limits.MaxValueBytes);
            CutLength();
        }

        return IsClean(Batch.Utf8(range)) ? range : Repair(range);
    }

    public static bool IsClean(ReadOnlySpan<byte> text) => Utf8.IsValid(text) && !text.Contains((byte)0);

    /// <summary>An attribute's value cut to the limit; bytes need no cleaning.</summary>
    public TextRange CutBytes(TextRange range)
    {
        if (range.Length <= Limits.MaxValueBytes)
        {
            return range;
        }

        CutLength();
        return range with { Length = Limits.MaxValueBytes };
    }

    public void CutLength() => Cuts = Cuts with { Length = Cuts.Length + 1 };

    public void CutCount() => Cuts = Cuts with { Count = Cuts.Count + 1 };

    public void CutDepth() => Cuts = Cuts with { Depth = Cuts.Depth + 1 };

    public int Key(TextRange range) => Batch.TryFollow(range, out var index) ? index : Batch.Key(Clean(range));

    /// <summary>False when the request's tables are as large as one request may make them: what comes is cut off.</summary>
    public bool HasRoom() =>
        Math.Max(Batch.Attributes.Count, Batch.Attributes.Distinct.Count) + Batch.Events.Count + Batch.Links.Count + Batch.Exemplars.Count < Limits.MaxRows
        && Batch.Keys.Count < Limits.MaxKeys;

    public bool AcceptSpan(in SpanRow span, int traceIdBytes, int spanIdBytes)
    {
        if (traceIdBytes != TraceId.Size || span.TraceId.IsZero)
        {
            return Refuse("span without a valid trace id (16 bytes, not all zero)");
        }

        if (spanIdBytes != SpanId.Size || span.SpanId.IsZero)
        {
            return Refuse("span without a valid span id (8 bytes, not all zero)");
        }

        if (span.StartNano < 0 || span.EndNano < 0)
        {
            return Refuse("span with a time after the year 2262");
        }

        if (IsFull())
        {
            return false;
        }

        // A sender's clock that stepped back between start and end: the span is kept with no duration rather than lost.
        Batch.Spans.Add(span.EndNano < span.StartNano ? span with { EndNano = span.StartNano } : span);
        return true;
    }

    public bool AcceptLog(in LogRow log)
    {
        if (log.TimeNano < 0 || log.ObservedNano < 0)
        {
            return Refuse("log record with a time after the year 2262");
        }

        if (IsFull())
        {
            return false;
        }

        // OTLP logs data model: without a time the observed time stands in, and without both the time of receipt.
        var time = log.TimeNano != 0 ? log.TimeNano : log.ObservedNano != 0 ? log.ObservedNano : Batch.ReceivedNano;
        var severity = log.Severity != 0 ? log.Severity : SeverityText.Number(Batch.Utf8(log.SeverityText));
        Batch.Logs.Add(log with { TimeNano = time, Severity = severity });
        return true;
    }

    /// <param name="bucketsFit">For a histogram, whether it has one bucket more than bounds, or neither.</param>
    public bool AcceptPoint(in PointRow point, bool bucketsFit)
    {
        if (point.TimeNano <= 0 || point.StartNano < 0)
        {
            return Refuse("data point without a time, or with one after the year 2262");
        }

        if (!bucketsFit)
        {
            return Refuse("histogram whose bucket counts are not one more than its bounds");
        }

        if (Batch.Numbers.Count > Limits.MaxRows)
        {
            return Refuse("data point with more buckets than one request may hold");
        }

        if (IsFull())
        {
            return false;
        }

        Batch.Points.Add(point);
        return true;
    }

    public bool Refuse(string reason)
    {
        _rejections.Add(reason);
        return false;
    }

    public TraceId ToTraceId(TextRange range) => range.Length == TraceId.Size ? TraceId.Read(Batch.Utf8(range)) : default;

    public SpanId ToSpanId(TextRange range) => range.Length == SpanId.Size ? SpanId.Read(Batch.Utf8(range)) : default;

    private bool IsFull() => Batch.RecordCount >= Limits.MaxRecords && !Refuse("record more than one request may hold");

    private TextRange Cut(TextRange range, int length)
    {
        // Step back over continuation bytes (10xxxxxx), at most three, so that no character is split.
        var text = Batch.Utf8(range);
        var cut = length;
        while (cut > length - 4 && cut > 0 && (text[cut] & 0xC0) == 0x80)
        {
            cut--;
        }

        return range with { Length = cut };
    }

    private TextRange Repair(TextRange range)
    {
        var source = Batch.Utf8(range);
        var repaired = ArrayPool<byte>.Shared.Rent(source.Length * 3);
        try
        {
            var length = 0;
            while (!source.IsEmpty)
            {
                var status = Rune.DecodeFromUtf8(source, out var rune, out var consumed);
                if (status != OperationStatus.Done || rune.Value == 0)
                {
                    rune = Replacement;
                }

                length += rune.EncodeToUtf8(repaired.AsSpan(length));
                source = source[consumed..];
            }

            return Batch.AddText(repaired.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(repaired);
        }
    }
}
