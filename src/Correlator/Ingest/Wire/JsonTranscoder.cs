using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Correlator.Ingest.Wire;

/// <summary>
/// Turns OTLP/JSON into the protobuf of the same content, so that one reader decides what a valid record is. Unknown keys are skipped;
/// a value of the wrong type costs the span, log record or data point that it stands in.
/// </summary>
internal sealed class JsonTranscoder(ProtobufBuffer to)
{
    /// <summary>Messages within messages; an attribute value at the deepest level that is kept lies far above it.</summary>
    private const int MaxDepth = 200;
    private bool _unreadable;

    /// <summary>Records left out because a value in them could not be read.</summary>
    public int Unreadable { get; private set; }

    /// <summary>Writes the fields of the object whose start the reader stands on.</summary>
    public void Message(ref Utf8JsonReader reader, JsonMessage message, int depth = 0)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = message.Find(ref reader);
            reader.Read();
            if (field is null || reader.TokenType == JsonTokenType.Null)
            {
                reader.Skip();
            }
            else if (reader.TokenType == JsonTokenType.StartArray)
            {
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    Value(ref reader, field, depth);
                }
            }
            else
            {
                Value(ref reader, field, depth);
            }
        }
    }

    private void Value(ref Utf8JsonReader reader, JsonField field, int depth)
    {
        if (field.Message is { } message)
        {
            Nested(ref reader, field.Number, message, depth);
            return;
        }

        var before = to.Length;
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray || !TryScalar(ref reader, field))
        {
            reader.Skip();
            to.Truncate(before);
            _unreadable = true;
        }
    }

    private void Nested(ref Utf8JsonReader reader, int number, JsonMessage message, int depth)
    {
        if (reader.TokenType != JsonTokenType.StartObject || depth >= MaxDepth)
        {
            // A null in an array, a scalar in a message's place, or nesting beyond what is kept: nothing is there.
            _unreadable |= reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null);
            reader.Skip();
            return;
        }

        if (message.IsRecord)
        {
            _unreadable = false;
        }

        var before = to.Length;
        var start = to.Begin(number);
        Message(ref reader, message, depth + 1);
        to.End(start);
        if (message.IsRecord && _unreadable)
        {
            to.Truncate(before);
            Unreadable++;
            _unreadable = false;
        }
    }

    private bool TryScalar(ref Utf8JsonReader reader, JsonField field)
    {
        switch (field.Kind)
        {
            case JsonFieldKind.Text:
                return TryText(ref reader, field.Number);
            case JsonFieldKind.HexId:
                return TryHex(ref reader, field.Number);
            case JsonFieldKind.Base64:
                return TryBase64(ref reader, field.Number);
            case JsonFieldKind.Bool:
                to.Varint(field.Number, reader.TokenType == JsonTokenType.True ? 1u : 0u);
                return reader.TokenType is JsonTokenType.True or JsonTokenType.False;
            case JsonFieldKind.Real:
                var read = TryDouble(ref reader, out var real);
                to.Fixed64(field.Number, BitConverter.DoubleToUInt64Bits(real));
                return read;
            default:
                return TryInteger(ref reader, field);
        }
    }

    private bool TryInteger(ref Utf8JsonReader reader, JsonField field)
    {
        if (field.Kind == JsonFieldKind.EnumValue && TryString(ref reader, out var name) && EnumNames.TryParse(name, out var named))
        {
            to.Varint(field.Number, (ulong)named);
            return true;
        }

        if (!TryBits(ref reader, out var bits))
        {
            return false;
        }

        switch (field.Kind)
        {
            case JsonFieldKind.Fixed32:
                to.Fixed32(field.Number, unchecked((uint)bits));
                break;
            case JsonFieldKind.Fixed64 or JsonFieldKind.SFixed64:
                to.Fixed64(field.Number, bits);
                break;
            case JsonFieldKind.ZigZag:
                var signed = unchecked((int)(long)bits);
                to.Varint(field.Number, unchecked((uint)((signed << 1) ^ (signed >> 31))));
                break;
            default:
                to.Varint(field.Number, bits);
                break;
        }

        return true;
    }

    /// <summary>A 64-bit integer, signed or not, as a number or as a decimal string; also 1.0 and 1e3, which JavaScript may write.</summary>
    private static bool TryBits(ref Utf8JsonReader reader, out ulong bits)
    {
        bits = 0;
        if (reader.TokenType is not (JsonTokenType.Number or JsonTokenType.String) || reader.ValueIsEscaped)
        {
            return false;
        }

        var text = reader.ValueSpan;
        if (Utf8Parser.TryParse(text, out long signed, out var used) && used == text.Length)
        {
            bits = unchecked((ulong)signed);
            return true;
        }

        if (Utf8Parser.TryParse(text, out bits, out used) && used == text.Length)
        {
            return true;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && real == Math.Floor(real) && Math.Abs(real) <= 1L << 53)
        {
            bits = unchecked((ulong)(long)real);
            return true;
        }

        return false;
    }

    private static bool TryDouble(ref Utf8JsonReader reader, out double value)
    {
        value = 0;
        return reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetDouble(out value),
            JsonTokenType.String => double.TryParse(reader.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out value),
            _ => false,
        };
    }

    /// <summary>False for what is no string, or holds half a surrogate pair or invalid UTF-8.</summary>
    private static bool TryString(ref Utf8JsonReader reader, out string text)
    {
        text = "";
        try
        {
            text = reader.TokenType == JsonTokenType.String ? reader.GetString() ?? "" : "";
            return reader.TokenType == JsonTokenType.String;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private bool TryText(ref Utf8JsonReader reader, int field)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        var start = to.Begin(field);
        var raw = reader.ValueSpan;
        if (!reader.ValueIsEscaped)
        {
            // As it came, invalid UTF-8 included: the sink repairs it as it does for protobuf.
            raw.CopyTo(to.Extend(raw.Length));
        }
        else
        {
            var room = to.Extend(raw.Length);
            try
            {
                to.Truncate(start + reader.CopyString(room));
            }
            catch (InvalidOperationException)
            {
                // Half a surrogate pair, or invalid UTF-8 beside an escape: the text is kept as it is spelled.
                raw.CopyTo(room);
            }
        }

        to.End(start);
        return true;
    }

    private bool TryHex(ref Utf8JsonReader reader, int field)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        // What is not hex becomes no id at all; the sink says whether the record can do without one.
        Span<byte> id = stackalloc byte[64];
        if (reader.ValueSpan.Length <= 128 && Convert.FromHexString(reader.ValueSpan, id, out _, out var length) == OperationStatus.Done)
        {
            var start = to.Begin(field);
            id[..length].CopyTo(to.Extend(length));
            to.End(start);
        }

        return true;
    }

    private bool TryBase64(ref Utf8JsonReader reader, int field)
    {
        if (!TryString(ref reader, out var encoded))
        {
            return false;
        }

        // Both alphabets and missing padding are read (protobuf's JSON mapping).
        var text = Encoding.ASCII.GetBytes(encoded.TrimEnd('=').Replace('-', '+').Replace('_', '/'));
        var padded = new byte[(text.Length + 3) / 4 * 4];
        padded.AsSpan().Fill((byte)'=');
        text.CopyTo(padded, 0);
        var start = to.Begin(field);
        if (Base64.DecodeFromUtf8(padded, to.Extend(padded.Length), out _, out var written) != OperationStatus.Done)
        {
            return false;
        }

        to.Truncate(start + written);
        to.End(start);
        return true;
    }
}
