using System.Globalization;
using System.Text;
using System.Text.Json;
using Correlator.Ingest.Wire;
using Correlator.Telemetry.Conventions;

namespace Correlator.Ingest.Aws;

/// <summary>
/// What the Lambda Telemetry API posts, <c>[{time, type, record}]</c>, written as the ResourceLogs of an OTLP request: platform events as the JSON that they
/// are, lines of function and extensions as text, objects of JSON loggers as JSON.
/// </summary>
internal sealed class TelemetryEvents(ProtobufBuffer to)
{
    /// <summary>The API's own limit is 10,000 events a delivery; extensions may put several together.</summary>
    public const int MaxEvents = 100_000;

    private byte[] _request = [];

    /// <summary>Events that are none.</summary>
    public int Rejected { get; private set; }

    /// <exception cref="MalformedRequestException">It is no JSON array.</exception>
    public void Write(ReadOnlySpan<byte> json, IReadOnlyList<KeyValuePair<string, string>> resource)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                throw new MalformedRequestException("Events of the Lambda Telemetry API are a JSON array.");
            }

            var resourceLogs = to.Begin(1);
            WriteResource(resource);
            var scopeLogs = to.Begin(2);
            var events = 0;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (++events > MaxEvents)
                {
                    throw new MalformedRequestException($"A request may hold {MaxEvents} events.");
                }

                WriteEvent(json, ref reader);
            }

            to.End(scopeLogs);
            to.End(resourceLogs);

            // One read more finds whatever follows the array.
            reader.Read();
        }
        catch (JsonException exception)
        {
            throw new MalformedRequestException($"Invalid JSON at line {exception.LineNumber}, byte {exception.BytePositionInLine}.");
        }
        catch (InvalidOperationException)
        {
            throw new MalformedRequestException("A string of the request is not valid UTF-8.");
        }
    }

    private void WriteResource(IReadOnlyList<KeyValuePair<string, string>> attributes)
    {
        var resource = to.Begin(1);
        LogFields.Attribute(to, 1, "cloud.provider"u8, "aws");
        LogFields.Attribute(to, 1, "cloud.platform"u8, "aws_lambda");
        foreach (var (key, value) in attributes)
        {
            LogFields.Attribute(to, 1, Encoding.UTF8.GetBytes(key), value);
        }

        to.End(resource);
    }

    private void WriteEvent(ReadOnlySpan<byte> json, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            Rejected++;
            return;
        }

        var start = (int)reader.TokenStartIndex;
        ReadOnlySpan<byte> type = default;
        Utf8JsonReader record = default;
        var nanos = 0L;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (reader.TokenType == JsonTokenType.String && name.SequenceEqual("type"u8))
            {
                type = reader.ValueSpan;
            }
            else if (reader.TokenType == JsonTokenType.String && name.SequenceEqual("time"u8))
            {
                nanos = Nanos(ref reader);
            }
            else if (name.SequenceEqual("record"u8))
            {
                record = reader;
            }

            reader.Skip();
        }

        var whole = json[start..(int)reader.BytesConsumed];
        if (type.IsEmpty || nanos == 0 || record.TokenType is not (JsonTokenType.String or JsonTokenType.StartObject))
        {
            Rejected++;
            return;
        }

        var log = to.Begin(2);
        to.Fixed64(1, (ulong)nanos);
        if (type.StartsWith("platform."u8))
        {
            WritePlatform(type, whole, record);
        }
        else
        {
            WriteLine(json, record);
        }

        LogFields.Attribute(to, 6, "type"u8, Encoding.UTF8.GetString(type));
        to.End(log);
    }

    private void WritePlatform(ReadOnlySpan<byte> type, ReadOnlySpan<byte> whole, Utf8JsonReader record)
    {
        LogFields.Body(to, whole);
        var (request, trace) = Ids(record);
        if (request.Length > 0)
        {
            LogFields.Attribute(to, 6, "faas.invocation_id"u8, Encoding.UTF8.GetString(request));
        }

        if (!trace.IsZero)
        {
            LogFields.TraceId(to, trace);
        }

        // What the function writes until it is done belongs to the request that it has in hand.
        var isRequestOver = type.SequenceEqual("platform.runtimeDone"u8) || type.SequenceEqual("platform.report"u8);
        _request = type.SequenceEqual("platform.start"u8) ? request : isRequestOver ? [] : _request;
        if (type.SequenceEqual("platform.logsDropped"u8))
        {
            LogFields.Text(to, 3, "WARN"u8);
        }
    }

    private void WriteLine(ReadOnlySpan<byte> json, Utf8JsonReader record)
    {
        if (record.TokenType == JsonTokenType.StartObject)
        {
            var start = (int)record.TokenStartIndex;
            var level = Level(record);
            var request = Ids(record).Request;
            record.Skip();
            LogFields.Body(to, json[start..(int)record.BytesConsumed]);
            Context(level, request);
            return;
        }

        var text = new byte[record.ValueSpan.Length];
        var line = text.AsSpan(0, record.CopyString(text)).TrimEnd("\r\n"u8);
        LogFields.Body(to, line);
        var told = LambdaLine.Of(line);
        Context(told.Level, told.RequestId.ToArray());
    }

    private void Context(ReadOnlySpan<byte> level, byte[] request)
    {
        if (level.Length > 0)
        {
            LogFields.Text(to, 3, level);
        }

        request = request.Length > 0 ? request : _request;
        if (request.Length > 0)
        {
            LogFields.Attribute(to, 6, "faas.invocation_id"u8, Encoding.UTF8.GetString(request));
        }
    }

    /// <summary>The request id of a record, and the trace that the platform gave the request.</summary>
    private static (byte[] Request, Telemetry.TraceId Trace) Ids(Utf8JsonReader record)
    {
        var (request, trace, depth) = (Array.Empty<byte>(), default(Telemetry.TraceId), record.CurrentDepth);
        while (record.TokenType == JsonTokenType.StartObject ? record.Read() : record.Read() && record.CurrentDepth > depth)
        {
            if (record.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            var name = record.ValueSpan;
            var at = record.CurrentDepth - depth;
            record.Read();
            if (record.TokenType == JsonTokenType.String && at == 1 && name.SequenceEqual("requestId"u8))
            {
                request = record.ValueIsEscaped ? [] : record.ValueSpan.ToArray();
            }
            else if (record.TokenType == JsonTokenType.String
                && at == 2
                && name.SequenceEqual("value"u8)
                && TraceReferences.TryParse(record.ValueSpan, out var id))
            {
                trace = id;
            }
        }

        return (request, trace);
    }

    private static ReadOnlySpan<byte> Level(Utf8JsonReader record)
    {
        while (record.Read() && record.TokenType == JsonTokenType.PropertyName)
        {
            var isLevel = record.ValueTextEquals("level"u8);
            record.Read();
            if (isLevel && record.TokenType == JsonTokenType.String && !record.ValueIsEscaped)
            {
                return record.ValueSpan;
            }

            record.Skip();
        }

        return default;
    }

    private static long Nanos(ref Utf8JsonReader reader) =>
        DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        && time > DateTimeOffset.UnixEpoch
        && time.Year < 2262
            ? (time - DateTimeOffset.UnixEpoch).Ticks * 100
            : 0;
}
