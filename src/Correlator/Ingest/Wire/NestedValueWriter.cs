using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Correlator.Telemetry.Batches;

namespace Correlator.Ingest.Wire;

/// <summary>Composes the JSON text that stands for an array or map value. One per request, reused from value to value.</summary>
internal sealed class NestedValueWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(256);
    private readonly Utf8JsonWriter _json;

    public NestedValueWriter(int maxDepth)
    {
        MaxDepth = maxDepth;
        // The text is stored and shown, never put into HTML as it is: only what JSON demands is escaped.
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    public int MaxDepth { get; }

    public Utf8JsonWriter Json => _json;

    public void Start()
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
    }

    public TextRange Finish(TelemetryBatch batch)
    {
        _json.Flush();
        return batch.AddText(_buffer.WrittenSpan);
    }

    /// <summary>A double that still reads as one: "1" becomes "1.0"; what JSON cannot say becomes a string, as in OTLP/JSON.</summary>
    public void Double(double value)
    {
        if (!double.IsFinite(value))
        {
            _json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
            return;
        }

        var text = value.ToString("R", CultureInfo.InvariantCulture);
        _json.WriteRawValue(text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0", skipInputValidation: true);
    }

    public void Dispose() => _json.Dispose();
}
