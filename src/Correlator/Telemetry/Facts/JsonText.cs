using System.Text.Json;

namespace Correlator.Telemetry.Facts;

/// <summary>Bounded looks into JSON text that came as a value or a log body.</summary>
internal static class JsonText
{
    /// <summary>The first string of an array such as <c>["abc"]</c>, how HTTP headers are captured; empty when there is none.</summary>
    public static ReadOnlyMemory<byte> FirstString(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.String)
                {
                    return Unescape(ref reader);
                }
            }
        }
        catch (JsonException)
        {
            // Not JSON after all: there is no string to take.
        }

        return default;
    }

    public static ReadOnlyMemory<byte> Unescape(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return reader.ValueSpan.ToArray();
        }

        var text = new byte[reader.ValueSpan.Length];
        return text.AsMemory(0, reader.CopyString(text));
    }
}
