using System.Text.Json;
using Correlator.Telemetry.Batches;

namespace Correlator.Ingest.Wire;

/// <summary>KeyValue and AnyValue. Scalars become rows over the request's bytes; arrays and maps become JSON text.</summary>
internal sealed class AttributeProtobufReader(RecordSink sink)
{
    private readonly TelemetryBatch _batch = sink.Batch;

    /// <summary>
    /// Adds one KeyValue to the attribute table; false when the record that began at <paramref name="first"/>, or the request, already has the most allowed.
    /// </summary>
    public bool Add(TextRange keyValue, int first)
    {
        if (_batch.Attributes.Count - first >= sink.Limits.MaxAttributes || !sink.HasRoom())
        {
            sink.CutCount();
            return false;
        }

        if (sink.Memo.TryFind(keyValue, out var hash, out var id))
        {
            _batch.Attributes.Ids.Add(id);
            _batch.Met(_batch.Attributes.Distinct[id].Key);
            return true;
        }

        var cuts = sink.Cuts;
        var (key, value) = Split(keyValue);
        var index = sink.Key(key);
        id = _batch.Attributes.Add(Value(value) with { Key = index });
        if (sink.Cuts == cuts)
        {
            // What was cut is counted each time.
            sink.Memo.Remember(keyValue, hash, id);
        }

        return true;
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
            sink.CutDepth();
            return;
        }

        StartContainer(json, isMap);
        var cursor = new ProtobufCursor(_batch.Text, container);
        while (cursor.Next() && json.BytesCommitted + json.BytesPending <= sink.Limits.MaxValueBytes)
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
                WriteName(json, key);
                item = value;
            }

            WriteNested(item, depth);
        }

        if (depth == 1 && json.BytesCommitted + json.BytesPending > sink.Limits.MaxValueBytes)
        {
            sink.CutLength();
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
        // Of several values the last one counts here too, so it is looked for before anything is written.
        var cursor = new ProtobufCursor(_batch.Text, anyValue);
        var value = cursor;
        while (cursor.Next())
        {
            if ((cursor.Field, cursor.Type) is (1 or 5 or 6 or 7, WireType.Bytes) or (2 or 3, WireType.Varint) or (4, WireType.Fixed64))
            {
                value = cursor;
            }

            cursor.Skip();
        }

        var json = sink.Nested.Json;
        switch (value.Field)
        {
            case 1:
                WriteText(json, value.Bytes());
                break;
            case 2:
                json.WriteBooleanValue(value.Varint() != 0);
                break;
            case 3:
                json.WriteNumberValue((long)value.Varint());
                break;
            case 4:
                sink.Nested.Double(value.Double());
                break;
            case 5 or 6:
                var isMap = value.Field == 6;
                WriteContainer(value.Bytes(), isMap, depth + 1);
                break;
            case 7:
                json.WriteBase64StringValue(_batch.Utf8(sink.CutBytes(value.Bytes())));
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private void WriteText(Utf8JsonWriter json, TextRange range)
    {
        var text = _batch.Utf8(sink.CutBytes(range));
        if (RecordSink.IsClean(text))
        {
            json.WriteStringValue(text);
        }
        else
        {
            json.WriteStringValue(Repaired(text));
        }
    }

    private void WriteName(Utf8JsonWriter json, TextRange range)
    {
        var text = _batch.Utf8(sink.CutBytes(range));
        if (RecordSink.IsClean(text))
        {
            json.WritePropertyName(text);
        }
        else
        {
            json.WritePropertyName(Repaired(text));
        }
    }

    /// <summary>Text inside a nested value, decoded leniently: without touching the batch's buffer, which a cursor looks into.</summary>
    private static string Repaired(ReadOnlySpan<byte> text) => System.Text.Encoding.UTF8.GetString(text).Replace('\0', '\uFFFD');
}
