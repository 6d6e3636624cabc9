using System.Buffers.Binary;
using System.Text.Json;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;

namespace Correlator.Ingest.Wire;

/// <summary>KeyValue, AnyValue and ids of a batch's rows; what <see cref="AttributeProtobufReader"/> reads.</summary>
internal sealed class AttributeProtobufWriter(TelemetryBatch batch, ProtobufBuffer to)
{
    public void All(int field, RowRange attributes)
    {
        foreach (ref readonly var attribute in batch.Attributes.Slice(attributes))
        {
            var start = to.Begin(field);
            Text(1, batch.Keys[attribute.Key].Text);
            Value(2, attribute);
            to.End(start);
        }
    }

    public void Text(int field, TextRange text)
    {
        if (!text.IsEmpty)
        {
            Bytes(field, batch.Utf8(text));
        }
    }

    public void Bytes(int field, ReadOnlySpan<byte> bytes)
    {
        var start = to.Begin(field);
        bytes.CopyTo(to.Extend(bytes.Length));
        to.End(start);
    }

    public void Id(int field, TraceId id)
    {
        var start = to.Begin(field);
        id.Write(to.Extend(TraceId.Size));
        to.End(start);
    }

    public void Id(int field, SpanId id)
    {
        var start = to.Begin(field);
        BinaryPrimitives.WriteUInt64BigEndian(to.Extend(SpanId.Size), id.Value);
        to.End(start);
    }

    public void Value(int field, in AttributeRow value)
    {
        var start = to.Begin(field);
        switch (value.Kind)
        {
            case AttributeKind.String:
                Bytes(1, batch.Utf8(value.Text));
                break;
            case AttributeKind.Bool:
                to.Varint(2, (ulong)value.Bits);
                break;
            case AttributeKind.Int:
                to.Varint(3, unchecked((ulong)value.Bits));
                break;
            case AttributeKind.Double:
                to.Fixed64(4, unchecked((ulong)value.Bits));
                break;
            case AttributeKind.Bytes:
                Bytes(7, batch.Utf8(value.Text));
                break;
            case AttributeKind.Json:
                var reader = new Utf8JsonReader(batch.Utf8(value.Text));
                reader.Read();
                Nested(ref reader);
                break;
        }

        to.End(start);
    }

    /// <summary>The content of an AnyValue. A number with neither point nor exponent was an integer.</summary>
    private void Nested(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                var array = to.Begin(5);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    Item(1, ref reader);
                }

                to.End(array);
                break;
            case JsonTokenType.StartObject:
                var map = to.Begin(6);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var pair = to.Begin(1);
                    String(1, ref reader);
                    reader.Read();
                    Item(2, ref reader);
                    to.End(pair);
                }

                to.End(map);
                break;
            case JsonTokenType.String:
                String(1, ref reader);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                to.Varint(2, reader.TokenType == JsonTokenType.True ? 1u : 0u);
                break;
            case JsonTokenType.Number when !reader.ValueSpan.ContainsAny(".eE"u8) && reader.TryGetInt64(out var integer):
                to.Varint(3, unchecked((ulong)integer));
                break;
            case JsonTokenType.Number:
                to.Fixed64(4, BitConverter.DoubleToUInt64Bits(reader.GetDouble()));
                break;
        }
    }

    private void Item(int field, ref Utf8JsonReader reader)
    {
        var item = to.Begin(field);
        Nested(ref reader);
        to.End(item);
    }

    private void String(int field, ref Utf8JsonReader reader)
    {
        var start = to.Begin(field);
        to.Truncate(start + reader.CopyString(to.Extend(reader.ValueSpan.Length)));
        to.End(start);
    }
}
