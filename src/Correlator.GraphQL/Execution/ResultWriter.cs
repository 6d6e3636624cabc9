using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Correlator.GraphQL.Execution;

/// <summary>Writes answers as JSON (specification, section 7.2), the fields in the order of the document.</summary>
public static class ResultWriter
{
    private static readonly JsonEncodedText Message = JsonEncodedText.Encode("message");
    private static readonly JsonEncodedText Locations = JsonEncodedText.Encode("locations");
    private static readonly JsonEncodedText Line = JsonEncodedText.Encode("line");
    private static readonly JsonEncodedText Column = JsonEncodedText.Encode("column");
    private static readonly JsonEncodedText Path = JsonEncodedText.Encode("path");
    private static readonly JsonEncodedText Errors = JsonEncodedText.Encode("errors");
    private static readonly JsonEncodedText Data = JsonEncodedText.Encode("data");
    private static readonly JsonEncodedText Extensions = JsonEncodedText.Encode("extensions");

    // An answer is JSON alone, never part of a page, so that only what JSON itself demands is escaped.
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an answer.</summary>
    public static void Write(QueryResult result, IBufferWriter<byte> to)
    {
        using var writer = new Utf8JsonWriter(to, Options);
        Write(result, writer);
    }

    /// <summary>Writes an answer as one value.</summary>
    public static void Write(QueryResult result, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (result.Errors.Count > 0)
        {
            writer.WritePropertyName(Errors);
            WriteErrors(result.Errors, writer);
        }

        if (!result.IsRequestError)
        {
            writer.WritePropertyName(Data);
            Value(result.Data, writer);
        }

        if (result.Extensions is { Count: > 0 } extensions)
        {
            writer.WritePropertyName(Extensions);
            Value(extensions, writer);
        }

        writer.WriteEndObject();
        writer.Flush();
    }

    /// <summary>Writes errors as a list.</summary>
    public static void WriteErrors(IReadOnlyList<GraphQLError> errors, Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var error in errors)
        {
            Error(error, writer);
        }

        writer.WriteEndArray();
    }

    private static void Error(GraphQLError error, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString(Message, error.Message);
        if (error.Locations.Count > 0)
        {
            writer.WriteStartArray(Locations);
            foreach (var location in error.Locations)
            {
                writer.WriteStartObject();
                writer.WriteNumber(Line, location.Line);
                writer.WriteNumber(Column, location.Column);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (error.Path is not null)
        {
            writer.WritePropertyName(Path);
            Value(error.Path, writer);
        }

        if (error.Extensions is { Count: > 0 })
        {
            writer.WritePropertyName(Extensions);
            Value(error.Extensions, writer);
        }

        writer.WriteEndObject();
    }

    private static void Value(object? value, Utf8JsonWriter writer)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case ResultObject node:
                Fields(node, writer);
                break;
            case ResultList list:
                Items(list.Values, writer);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            default:
                Rare(value, writer);
                break;
        }
    }

    private static void Fields(ResultObject node, Utf8JsonWriter writer)
    {
        var fields = node.Plan.Fields;
        writer.WriteStartObject();
        for (var i = 0; i < fields.Length; i++)
        {
            writer.WritePropertyName(fields[i].Key);
            Value(node.Values[i], writer);
        }

        writer.WriteEndObject();
    }

    private static void Items(IEnumerable items, Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            Value(item, writer);
        }

        writer.WriteEndArray();
    }

    /// <summary>What scalars of one's own may serialize to.</summary>
    private static void Rare(object value, Utf8JsonWriter writer)
    {
        switch (value)
        {
            case JsonElement element:
                element.WriteTo(writer);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case ulong number:
                writer.WriteNumberValue(number);
                break;
            case uint or short or ushort or byte or sbyte:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case float number when float.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case DateTimeOffset time:
                writer.WriteStringValue(time);
                break;
            case Guid id:
                writer.WriteStringValue(id);
                break;
            case IEnumerable<KeyValuePair<string, object?>> map:
                writer.WriteStartObject();
                foreach (var (key, entry) in map)
                {
                    writer.WritePropertyName(key);
                    Value(entry, writer);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable items:
                Items(items, writer);
                break;
            default:
                writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
