using System.Text;
using System.Text.Json;

namespace Correlator.Ingest.Wire;

/// <summary>The fields of one OTLP message by their JSON names.</summary>
internal sealed class JsonMessage(bool isRecord = false)
{
    private readonly List<JsonField> _fields = [];

    /// <summary>A span, log record or data point: a value that cannot be read costs this message and no more.</summary>
    public bool IsRecord { get; } = isRecord;

    public JsonMessage With(string name, int number, JsonFieldKind kind)
    {
        _fields.Add(new JsonField(Encoding.UTF8.GetBytes(name), number, kind, null));
        return this;
    }

    public JsonMessage With(string name, int number, JsonMessage message)
    {
        _fields.Add(new JsonField(Encoding.UTF8.GetBytes(name), number, JsonFieldKind.Message, message));
        return this;
    }

    /// <summary>The field that the reader's property name means; null for one that is not known.</summary>
    public JsonField? Find(ref Utf8JsonReader reader)
    {
        try
        {
            foreach (var field in _fields)
            {
                if (reader.ValueTextEquals(field.Name))
                {
                    return field;
                }
            }
        }
        catch (InvalidOperationException)
        {
            // A name with half a surrogate pair is none of ours.
        }

        return null;
    }
}
