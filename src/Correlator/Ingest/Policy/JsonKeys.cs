using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Correlator.Ingest.Policy;

/// <summary>Rules by key for the members of a JSON text: a map attribute, a structured log body, a line that is JSON.</summary>
internal static class JsonKeys
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64 };

    public static bool MayBeJson(ReadOnlySpan<byte> text) => text.Length > 2 && (text[0] == (byte)'{' || text[0] == (byte)'[') && text.Contains((byte)'"');

    public static bool IsJson(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text, Options);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The text with the values of the members that fall under a rule replaced; null when there are none.</summary>
    public static byte[]? Apply(ReadOnlySpan<byte> text, KeyRules rules, PolicyRun run)
    {
        ArrayBufferWriter<byte>? written = null;
        var copied = 0;
        try
        {
            var reader = new Utf8JsonReader(text, Options);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || Find(ref reader, rules) is not { Action: not PolicyAction.Keep } rule)
                {
                    continue;
                }

                reader.Read();
                if (reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null)
                {
                    continue;
                }

                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                var end = (int)reader.BytesConsumed;
                written ??= new ArrayBufferWriter<byte>(text.Length + 64);
                written.Write(text[copied..start]);
                written.Write(Replacement(rule, text[start..end], run));
                copied = end;
                run.Count(rule.Name, rule.Action);
            }
        }
        catch (JsonException)
        {
            // It only began like JSON, or was cut. What was replaced stays replaced; the rest is text.
        }

        written?.Write(text[copied..]);
        return written?.WrittenSpan.ToArray();
    }

    private static KeyRule? Find(ref Utf8JsonReader reader, KeyRules rules) =>
        rules.Find(reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString() ?? "") : reader.ValueSpan);

    private static byte[] Replacement(KeyRule rule, ReadOnlySpan<byte> value, PolicyRun run) => rule.Action switch
    {
        PolicyAction.Drop => "null"u8.ToArray(),

        // Without its quotes a text has the hash that it has as an attribute.
        PolicyAction.Hash => Encoding.ASCII.GetBytes($"\"{run.Hash(value[0] == (byte)'"' ? value[1..^1] : value)}\""),
        _ => Encoding.ASCII.GetBytes($"\"{PolicyRun.Redacted}\""),
    };
}
