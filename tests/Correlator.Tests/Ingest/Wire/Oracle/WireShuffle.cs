using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Correlator.Tests.Ingest.Wire.Oracle;

/// <summary>
/// Writes a message as another encoder might: fields in any order, repeated fields interleaved with others, numbers packed or not,
/// messages in two parts that protobuf merges, and with fields that nobody knows at every level.
/// </summary>
internal sealed class WireShuffle(Random random)
{
    private static readonly string[] Divisible = ["Resource", "InstrumentationScope", "Status", "Gauge", "Sum", "Histogram", "ExponentialHistogram", "Summary"];

    public byte[] Write(IMessage message) => [.. Fields(message).SelectMany(field => field)];

    private List<byte[]> Fields(IMessage message)
    {
        // Each field keeps its own order; which field comes next is drawn.
        var queues = message.Descriptor.Fields.InFieldNumberOrder()
            .Select(field => new Queue<byte[]>(Encode(field, message)))
            .Where(queue => queue.Count > 0)
            .ToList();
        var fields = new List<byte[]>();
        while (queues.Count > 0)
        {
            var next = queues[random.Next(queues.Count)];
            fields.Add(random.Once(4) ? Unknown() : []);
            fields.Add(next.Dequeue());
            if (next.Count == 0)
            {
                queues.Remove(next);
            }
        }

        fields.Add(random.Once(2) ? Unknown() : []);
        return fields;
    }

    private static byte[] Chunk(int field, WireFormat.WireType type, Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using var output = new CodedOutputStream(stream);
        output.WriteTag(field, type);
        write(output);
        output.Flush();
        return stream.ToArray();
    }

    private byte[] Unknown()
    {
        // 1000 is reserved in the envelopes, and the last field number is 2^29 - 1.
        var field = random.Pick([100, 1000, 19_000, (1 << 29) - 1]);
        return random.Next(4) switch
        {
            0 => Chunk(field, WireFormat.WireType.Varint, output => output.WriteUInt64((ulong)random.Integer())),
            1 => Chunk(field, WireFormat.WireType.Fixed32, output => output.WriteFixed32(random.Count())),
            2 => Chunk(field, WireFormat.WireType.Fixed64, output => output.WriteFixed64((ulong)random.Integer())),
            _ => Chunk(field, WireFormat.WireType.LengthDelimited, output => output.WriteBytes(random.Bytes(random.Next(30)))),
        };
    }

    private List<byte[]> Encode(FieldDescriptor field, IMessage message)
    {
        var value = field.Accessor.GetValue(message);
        if (field.IsRepeated)
        {
            var items = ((System.Collections.IList)value).Cast<object>().ToList();
            return IsNumber(field.FieldType) && items.Count > 0 && random.Once(2)
                ? [Packed(field, items)]
                : [.. items.Select(item => Single(field, item))];
        }

        if (field.HasPresence && !field.Accessor.HasValue(message))
        {
            return [];
        }

        return value is IMessage nested && Divisible.Contains(nested.Descriptor.Name) && random.Once(3) ? Parts(field, Fields(nested)) : [Single(field, value)];
    }

    private List<byte[]> Parts(FieldDescriptor field, List<byte[]> content)
    {
        var cut = random.Next(content.Count);
        return [Message(field, [.. content[..cut].SelectMany(part => part)]), Message(field, [.. content[cut..].SelectMany(part => part)])];
    }

    private static byte[] Message(FieldDescriptor field, byte[] content) =>
        Chunk(field.FieldNumber, WireFormat.WireType.LengthDelimited, output => output.WriteBytes(ByteString.CopyFrom(content)));

    private static byte[] Packed(FieldDescriptor field, List<object> items)
    {
        using var stream = new MemoryStream();
        using var output = new CodedOutputStream(stream);
        items.ForEach(item => Scalar(output, field.FieldType, item));
        output.Flush();
        return Chunk(field.FieldNumber, WireFormat.WireType.LengthDelimited, to => to.WriteBytes(ByteString.CopyFrom(stream.ToArray())));
    }

    private byte[] Single(FieldDescriptor field, object value) => value is IMessage nested
        ? Message(field, Write(nested))
        : Chunk(field.FieldNumber, Type(field.FieldType), output => Scalar(output, field.FieldType, value));

    private static bool IsNumber(FieldType type) => type is not (FieldType.Message or FieldType.String or FieldType.Bytes);

    private static WireFormat.WireType Type(FieldType type) => type switch
    {
        FieldType.Fixed32 => WireFormat.WireType.Fixed32,
        FieldType.Fixed64 or FieldType.SFixed64 or FieldType.Double => WireFormat.WireType.Fixed64,
        FieldType.String or FieldType.Bytes => WireFormat.WireType.LengthDelimited,
        _ => WireFormat.WireType.Varint,
    };

    private static void Scalar(CodedOutputStream output, FieldType type, object value)
    {
        switch (type)
        {
            case FieldType.Fixed32:
                output.WriteFixed32((uint)value);
                break;
            case FieldType.Fixed64:
                output.WriteFixed64((ulong)value);
                break;
            case FieldType.SFixed64:
                output.WriteSFixed64((long)value);
                break;
            case FieldType.Double:
                output.WriteDouble((double)value);
                break;
            case FieldType.String:
                output.WriteString((string)value);
                break;
            case FieldType.Bytes:
                output.WriteBytes((ByteString)value);
                break;
            case FieldType.Bool:
                output.WriteBool((bool)value);
                break;
            case FieldType.Enum:
                output.WriteEnum((int)value);
                break;
            case FieldType.SInt32:
                output.WriteSInt32((int)value);
                break;
            case FieldType.Int32:
                output.WriteInt32((int)value);
                break;
            case FieldType.Int64:
                output.WriteInt64((long)value);
                break;
            case FieldType.UInt32:
                output.WriteUInt32((uint)value);
                break;
            case FieldType.UInt64:
                output.WriteUInt64((ulong)value);
                break;
            default:
                throw new NotSupportedException($"No OTLP message has a field of type {type}.");
        }
    }
}
