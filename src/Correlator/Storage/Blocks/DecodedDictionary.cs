using System.Buffers.Binary;
using System.Text;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Read;

namespace Correlator.Storage.Blocks;

/// <summary>A block's shared texts, pairs, resources and scopes, read back.</summary>
internal sealed class DecodedDictionary
{
    private readonly string[] _texts;
    private readonly AttributeValue[] _pairs;
    private readonly (int Function, string SchemaUrl, AttributeValue[] Attributes)[] _resources;
    private readonly (string Name, string Version, AttributeValue[] Attributes)[] _scopes;
    private readonly Dictionary<(int, int), Resource> _combined = [];

    public DecodedDictionary(ref ByteReader payload)
    {
        _texts = payload.Strings();
        _pairs = new AttributeValue[payload.Count()];
        for (var id = 0; id < _pairs.Length; id++)
        {
            _pairs[id] = Pair(payload.Text());
        }

        _resources = new (int, string, AttributeValue[])[payload.Count()];
        for (var id = 0; id < _resources.Length; id++)
        {
            _resources[id] = (payload.Index(int.MaxValue), Text(ref payload), Attributes(ref payload));
        }

        _scopes = new (string, string, AttributeValue[])[payload.Count()];
        for (var id = 0; id < _scopes.Length; id++)
        {
            _scopes[id] = (Text(ref payload), Text(ref payload), Attributes(ref payload));
        }
    }

    public string Text(ref ByteReader column) => _texts[column.Index(_texts.Length)];

    public AttributeValue Value(ref ByteReader column) => _pairs[column.Index(_pairs.Length)];

    public AttributeValue[] Attributes(ref ByteReader column)
    {
        var count = column.Count();
        var attributes = count == 0 ? [] : new AttributeValue[count];
        for (var index = 0; index < count; index++)
        {
            attributes[index] = _pairs[column.Index(_pairs.Length)];
        }

        return attributes;
    }

    public (Resource Resource, int FunctionId) Resource(ref ByteReader resources, ref ByteReader scopes)
    {
        var id = (Resource: resources.Index(_resources.Length), Scope: scopes.Index(_scopes.Length));
        if (!_combined.TryGetValue(id, out var resource))
        {
            var (of, scope) = (_resources[id.Resource], _scopes[id.Scope]);
            resource = new Resource(of.Attributes, of.SchemaUrl, scope.Name, scope.Version, scope.Attributes);
            _combined.Add(id, resource);
        }

        return (resource, _resources[id.Resource].Function);
    }

    private AttributeValue Pair(ReadOnlySpan<byte> stored)
    {
        if (stored.Length < 5)
        {
            throw new CorruptBlockException("an attribute is too short");
        }

        var key = BinaryPrimitives.ReadInt32LittleEndian(stored);
        if (key < 0 || key > _texts.Length)
        {
            throw new CorruptBlockException("an attribute's key is out of range");
        }

        var kind = (AttributeKind)stored[4];
        var value = stored[5..];
        var bits = kind is AttributeKind.Bool or AttributeKind.Int or AttributeKind.Double
            ? value.Length == 8 ? BinaryPrimitives.ReadInt64LittleEndian(value) : throw new CorruptBlockException("a number's size is wrong")
            : 0;
        return new AttributeValue(key == 0 ? "" : _texts[key - 1], kind, kind switch
        {
            AttributeKind.String or AttributeKind.Json => Encoding.UTF8.GetString(value),
            AttributeKind.Bytes => value.ToArray(),
            AttributeKind.Bool => bits != 0,
            AttributeKind.Int => bits,
            AttributeKind.Double => BitConverter.Int64BitsToDouble(bits),
            _ => null,
        });
    }
}
