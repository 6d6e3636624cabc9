using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Correlator.Tests.Ingest.Wire.Oracle;

/// <summary>Writes OTLP's JSON mapping of any message: hex ids, numeric enums, 64-bit integers as strings or numbers.</summary>
internal sealed class OtlpJsonText(Random random)
{
    public byte[] Write(IMessage message)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            Message(json, message);
        }

        return stream.ToArray();
    }

    private void Message(Utf8JsonWriter json, IMessage message)
    {
        json.WriteStartObject();
        if (random.Once(8))
        {
            json.WritePropertyName("notInTheContract");
            json.WriteRawValue("""{"a":[1,{"b":null}],"c":"d"}""");
        }

        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            var value = field.Accessor.GetValue(message);
            if (field.IsRepeated)
            {
                json.WriteStartArray(field.JsonName);
                foreach (var item in (System.Collections.IList)value)
                {
                    Value(json, field, item!);
                }

                json.WriteEndArray();
            }
            else if (field.HasPresence ? field.Accessor.HasValue(message) : random.Once(2) || !IsDefault(value))
            {
                json.WritePropertyName(field.JsonName);
                Value(json, field, value);
            }
        }

        json.WriteEndObject();
    }

    private static bool IsDefault(object value) => value switch
    {
        ByteString bytes => bytes.IsEmpty,
        string text => text.Length == 0,
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture) == 0,
    };

    private void Value(Utf8JsonWriter json, FieldDescriptor field, object value)
    {
        switch (value)
        {
            case IMessage message:
                Message(json, message);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case ByteString id when field.Name.EndsWith("_id", StringComparison.Ordinal):
                json.WriteStringValue(random.Once(2) ? Convert.ToHexString(id.Span) : Convert.ToHexStringLower(id.Span));
                break;
            case ByteString bytes:
                json.WriteStringValue(random.Once(2) ? bytes.ToBase64() : bytes.ToBase64().TrimEnd('=').Replace('+', '-').Replace('/', '_'));
                break;
            case double real when !double.IsFinite(real):
                json.WriteStringValue(Canonical.Real(real));
                break;
            case double real:
                json.WriteRawValue(Canonical.Real(real));
                break;
            case long or ulong when random.Once(2):
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
            case Enum number:
                json.WriteNumberValue(Convert.ToInt32(number, CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteRawValue(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
                break;
        }
    }
}
