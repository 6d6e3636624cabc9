using System.Text;
using Correlator.Ingest.Wire;
using Correlator.Telemetry;

namespace Correlator.Ingest.Aws;

/// <summary>Fields of a LogRecord and of attributes in protobuf (logs.v1, common.v1).</summary>
internal static class LogFields
{
    /// <summary>A KeyValue with a string; nothing for an empty one.</summary>
    public static void Attribute(ProtobufBuffer to, int field, ReadOnlySpan<byte> key, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        var attribute = to.Begin(field);
        Text(to, 1, key);
        var any = to.Begin(2);
        Text(to, 1, Encoding.UTF8.GetBytes(value));
        to.End(any);
        to.End(attribute);
    }

    public static void Body(ProtobufBuffer to, ReadOnlySpan<byte> text)
    {
        var body = to.Begin(5);
        Text(to, 1, text);
        to.End(body);
    }

    public static void TraceId(ProtobufBuffer to, TraceId id)
    {
        var start = to.Begin(9);
        id.Write(to.Extend(Telemetry.TraceId.Size));
        to.End(start);
    }

    public static void Text(ProtobufBuffer to, int field, ReadOnlySpan<byte> value)
    {
        var start = to.Begin(field);
        value.CopyTo(to.Extend(value.Length));
        to.End(start);
    }
}
