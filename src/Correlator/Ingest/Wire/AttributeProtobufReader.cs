using System.Text.Json;
using Correlator.Telemetry.Batches;

namespace Correlator.Ingest.Wire;

/// <summary>KeyValue and AnyValue. Scalars become rows over the request's bytes; arrays and maps become JSON text.</summary>
internal sealed class AttributeProtobufReader(RecordSink sink)
{
    private readonly TelemetryBatch _batch = sink.Batch;

    /// <summary>Adds one KeyValue to the attribute table, unless the record that began at <paramref name="first"/> already has the most allowed.</summary>
    public void Add(TextRange keyValue, int first)
    {
        if (_batch.Attributes.Count - first >= sink.Limits.MaxAttributes)
        {
            return;
        }

        var (key, value) = Split(keyValue);
        var index = sink.Key(key);
        _batch.Attributes.Add(Value(value) with { Key = index });
    }

    /// <summary>One AnyValue as a row without a key. Of several values in the message the last one counts, as protobuf's oneof has it.</summary>
    public AttributeRow Value(TextRange anyValue)
    {
        var row = new AttributeRow(-1, AttributeKind.Empty, default, 0);
        var cursor = new ProtobufCursor(_batch.Text, anyValue);
        var nested = default(TextRange);
        var nestedField = 0;
        while (cursor.Next())
        {
            switch (cursor.Field)
            {
                case 1 when cursor.Is(WireType.Bytes):
                    row = new AttributeRow(-1, AttributeKind.String, cursor.Bytes(), 0);
                    nestedField = 0;
                    break;
                case 2 when cursor.Is(WireType.Varint):
                    row = new AttributeRow(-1, AttributeKind.Bool, default, cursor.Varint() != 0 ? 1 : 0);
                    nestedField = 0;
                    break;
                case 3 when cursor.Is(WireType.Varint):
                    row = new AttributeRow(-1, AttributeKind.Int, default, (long)cursor.Varint());
                    nestedField = 0;
                    break;
                case 4 when cursor.Is(WireType.Fixed64):
                    row = new AttributeRow(-1, AttributeKind.Double, default, (long)cursor.Fixed64());
                    nestedField = 0;
                    break;
                case 5 or 6 when cursor.Is(WireType.Bytes):
                    nestedField = cursor.Field;
                    nested = cursor.Bytes();
                    break;
                case 7 when cursor.Is(WireType.Bytes):
                    row = new AttributeRow(-1, AttributeKind.Bytes, sink.CutBytes(cursor.Bytes()), 0);
                    nestedField = 0;
                    break;
                case > 7:
                    cursor.Skip();
                    break;
            }
        }

        if (nestedField != 0)
        {
            sink.Nested.Start();
            WriteContainer(nested, isMap: nestedField == 6, depth: 1);
            return new AttributeRow(-1, AttributeKind.Json, sink.Nested.Finish(_batch), 0);
        }

        // Cleaning may move the text buffer, so it comes last, when no cursor looks into it.
        return row.Kind == AttributeKind.String ? row with { Text = sink.Clean(row.Text) } : row;
    }

    private (TextRange Key, TextRange Value) Split(TextRange keyValue)
    {
        var cursor = new ProtobufCursor(_batch.Text, keyValue);
        TextRange key = default, value = default;
        while (cursor.Next())
        {
            switch (cursor.Field)
            {
                case 1 when cursor.Is(WireType.Bytes):
                    key = cursor.Bytes();
                    break;
                case 2 when cursor.Is(WireType.Bytes):
                    value = cursor.Bytes();
                    break;
                case > 2:
                    cursor.Skip();
                    break;
            }
        }

        return (key, value);
    }

    private void WriteContainer(TextRange container, bool isMap, int depth)
    {
        var json = sink.Nested.Json;
        if (depth > sink.Nested.MaxDepth)
        {
            json.WriteNullValue();
            return;
        }

        StartContainer(json, isMap);
        var cursor = new ProtobufCursor(_batch.Text, container);
        while (cursor.Next())
        {
            if (cursor.Field != 1 || !cursor.Is(WireType.Bytes))
            {
                SkipUnlessTaken(ref cursor);
                continue;
            }

            var item = cursor.Bytes();
            if (isMap)
            {
                var (key, value) = Split(item);
                json.WritePropertyName(NestedText(key));
                item = value;
            }

            WriteNested(item, depth);
        }

        if (isMap)
        {
            json.WriteEndObject();
        }
        else
        {
            json.WriteEndArray();
        }
    }

    private static void StartContainer(Utf8JsonWriter json, bool isMap)
    {
        if (isMap)
        {
            json.WriteStartObject();
        }
        else
        {
            json.WriteStartArray();
        }
    }

    private static void SkipUnlessTaken(ref ProtobufCursor cursor)
    {
        // Is() has already skipped a field 1 of the wrong type.
        if (cursor.Field != 1)
        {
            cursor.Skip();
        }
    }

    private void WriteNested(TextRange anyValue, int depth)
    {
        var json = sink.Nested.Json;
        var cursor = new ProtobufCursor(_batch.Text, anyValue);
        var written = false;
        while (cursor.Next())
        {
            if (written)
            {
                cursor.Skip();
                continue;
            }

            written = true;
            switch (cursor.Field, cursor.Type)
            {
                case (1, WireType.Bytes):
                    json.WriteStringValue(NestedText(cursor.Bytes()));
                    break;
                case (2, WireType.Varint):
                    json.WriteBooleanValue(cursor.Varint() != 0);
                    break;
                case (3, WireType.Varint):
                    json.WriteNumberValue((long)cursor.Varint());
                    break;
                case (4, WireType.Fixed64):
                    sink.Nested.Double(cursor.Double());
                    break;
                case (5 or 6, WireType.Bytes):
                    var isMap = cursor.Field == 6;
                    WriteContainer(cursor.Bytes(), isMap, depth + 1);
                    break;
                case (7, WireType.Bytes):
                    json.WriteBase64StringValue(_batch.Utf8(sink.CutBytes(cursor.Bytes())));
                    break;
                default:
                    cursor.Skip();
                    written = false;
                    break;
            }
        }

        if (!written)
        {
            json.WriteNullValue();
        }
    }

    /// <summary>Text inside a nested value, decoded leniently: replacing what is invalid without touching the batch's buffer, which a cursor looks into.</summary>
    private string NestedText(TextRange range) => System.Text.Encoding.UTF8.GetString(_batch.Utf8(sink.CutBytes(range))).Replace('\0', '\uFFFD');
}
