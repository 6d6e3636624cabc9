using System.Text;
using System.Text.Json;
using Correlator.Ingest.Wire;

namespace Correlator.Ingest.Aws;

/// <summary>
/// A record of a CloudWatch Logs subscription, <c>{messageType, owner, logGroup, logStream, logEvents: [{id, timestamp, message}]}</c>, written as the
/// ResourceLogs of an OTLP request. Nothing of the moment goes in, so what is delivered again gives the same bytes.
/// </summary>
internal sealed class LogSubscription(ProtobufBuffer to, FirehoseHeaders headers)
{
    private const string LambdaGroup = "/aws/lambda/";
    private const long NanosPerMilli = 1_000_000;

    /// <summary>Events without a message, of messages that were added.</summary>
    public int Rejected { get; private set; }

    /// <summary>False when it is no such message; nothing of it is then written. A control message is one that holds no events.</summary>
    public bool TryAdd(ReadOnlySpan<byte> json)
    {
        var (start, rejected) = (to.Length, Rejected);
        try
        {
            if (Add(json))
            {
                return true;
            }
        }
        catch (JsonException)
        {
            // Told by the answer, as for everything else that is not such a message.
        }
        catch (InvalidOperationException)
        {
            // A string that is not UTF-8.
        }

        to.Truncate(start);
        Rejected = rejected;
        return false;
    }

    private bool Add(ReadOnlySpan<byte> json)
    {
        string? type = null, owner = null, group = null, stream = null;
        Utf8JsonReader events = default;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = reader.ValueSpan;
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
            {
                type = name.SequenceEqual("messageType"u8) ? reader.GetString() : type;
                owner = name.SequenceEqual("owner"u8) ? reader.GetString() : owner;
                group = name.SequenceEqual("logGroup"u8) ? reader.GetString() : group;
                stream = name.SequenceEqual("logStream"u8) ? reader.GetString() : stream;
            }
            else if (reader.TokenType == JsonTokenType.StartArray && name.SequenceEqual("logEvents"u8))
            {
                // Read when the names are known, which may stand behind.
                events = reader;
            }

            reader.Skip();
        }

        if (type == "CONTROL_MESSAGE")
        {
            return true;
        }

        if (type != "DATA_MESSAGE" || group is null || events.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        var resourceLogs = to.Begin(1);
        AddResource(owner, group, stream ?? "");
        var scopeLogs = to.Begin(2);
        while (events.Read() && events.TokenType != JsonTokenType.EndArray)
        {
            AddEvent(ref events);
        }

        to.End(scopeLogs);
        to.End(resourceLogs);
        return true;
    }

    private void AddResource(string? owner, string group, string stream)
    {
        var resource = to.Begin(1);
        foreach (var (key, value) in headers.CommonAttributes)
        {
            Attribute(1, Encoding.UTF8.GetBytes(key), value);
        }

        Attribute(1, "cloud.provider"u8, "aws");
        Attribute(1, "cloud.account.id"u8, owner);
        Attribute(1, "cloud.region"u8, headers.Region);
        Attribute(1, "aws.log.group.names"u8, group);
        Attribute(1, "aws.log.stream.names"u8, stream);
        if (group.StartsWith(LambdaGroup, StringComparison.Ordinal))
        {
            Attribute(1, "cloud.platform"u8, "aws_lambda");
            Attribute(1, "faas.name"u8, group[LambdaGroup.Length..]);
            Attribute(1, "faas.instance"u8, stream);

            // 2026/03/01/[$LATEST]0a1b2c...
            var version = stream.IndexOf('[', StringComparison.Ordinal);
            var end = stream.IndexOf(']', StringComparison.Ordinal);
            Attribute(1, "faas.version"u8, version >= 0 && end > version ? stream[(version + 1)..end] : "");
        }
        else if (!headers.CommonAttributes.Any(attribute => attribute.Key == "service.name"))
        {
            Attribute(1, "service.name"u8, group);
        }

        to.End(resource);
    }

    private void AddEvent(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            Rejected++;
            return;
        }

        var start = to.Length;
        var record = to.Begin(2);
        var written = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isTime = reader.ValueTextEquals("timestamp"u8);
            var isMessage = !written && reader.ValueTextEquals("message"u8);
            reader.Read();
            var isNumber = reader.TokenType == JsonTokenType.Number;
            if (isTime && isNumber && reader.TryGetInt64(out var milliseconds) && milliseconds is > 0 and < long.MaxValue / NanosPerMilli)
            {
                to.Fixed64(1, (ulong)(milliseconds * NanosPerMilli));
            }
            else if (isMessage && reader.TokenType == JsonTokenType.String)
            {
                AddMessage(ref reader);
                written = true;
            }

            reader.Skip();
        }

        if (written)
        {
            to.End(record);
        }
        else
        {
            to.Truncate(start);
            Rejected++;
        }
    }

    private void AddMessage(ref Utf8JsonReader reader)
    {
        var body = to.Begin(5);
        var text = to.Begin(1);
        var room = reader.ValueSpan.Length;
        var length = reader.CopyString(to.Extend(room));
        to.Truncate(to.Length - room + length);
        while (length > 0 && to.Written[^1] is (byte)'\n' or (byte)'\r')
        {
            to.Truncate(to.Length - 1);
            length--;
        }

        // What is added below may move the buffer: the few bytes that are needed are taken out first.
        var line = LambdaLine.Of(to.Written[text..]);
        var (requestId, level) = (line.RequestId.ToArray(), line.Level.ToArray());
        to.End(text);
        to.End(body);
        if (level.Length > 0)
        {
            LogFields.Text(to, 3, level);
        }

        if (requestId.Length > 0)
        {
            Attribute(6, "faas.invocation_id"u8, Encoding.UTF8.GetString(requestId));
        }
    }

    private void Attribute(int field, ReadOnlySpan<byte> key, string? value) => LogFields.Attribute(to, field, key, value);
}
