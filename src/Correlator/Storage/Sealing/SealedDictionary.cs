using System.Text;
using Correlator.Storage.Blocks;
using Correlator.Telemetry.Read;

namespace Correlator.Storage.Sealing;

/// <summary>
/// What the records of one sealed block share: texts, resources, the values of each attribute key, and the shapes
/// of attribute lists, which are their keys in order.
/// </summary>
internal sealed class SealedDictionary : IDisposable
{
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _keys = new(StringComparer.Ordinal);
    private readonly List<SealedValues> _values = [];
    private readonly Dictionary<string, int> _shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<Resource, int> _resources = new(new SameResource());
    private readonly ByteWriter _textBytes = new();
    private readonly ByteWriter _shapeBytes = new();
    private readonly ByteWriter _resourceBytes = new();

    /// <summary>Values that belong to no key: the bodies of log records.</summary>
    public SealedValues Bodies { get; } = new();

    public int Text(string text)
    {
        if (!_texts.TryGetValue(text, out var id))
        {
            id = _texts.Count;
            _texts.Add(text, id);
            _textBytes.Text(Encoding.UTF8.GetBytes(text));
        }

        return id;
    }

    public int Resource(Resource resource)
    {
        if (!_resources.TryGetValue(resource, out var id))
        {
            id = _resources.Count;
            _resources.Add(resource, id);
            _resourceBytes.Varint(Text(resource.SchemaUrl));
            _resourceBytes.Varint(Text(resource.ScopeName));
            _resourceBytes.Varint(Text(resource.ScopeVersion));
            Attributes(_resourceBytes, resource.Attributes);
            Attributes(_resourceBytes, resource.ScopeAttributes);
        }

        return id;
    }

    /// <summary>Writes the list's shape; its values go to their keys.</summary>
    public void Attributes(ByteWriter column, IReadOnlyList<AttributeValue> attributes)
    {
        column.Varint(Shape(attributes));
        foreach (var attribute in attributes)
        {
            _values[_keys[attribute.Key]].Add(attribute);
        }
    }

    public byte[] Bloom()
    {
        var pairs = _keys.SelectMany(key => _values[key.Value].Texts.Distinct(StringComparer.Ordinal).Select(text => (key.Key, Text: text))).ToArray();
        var filter = BloomFilter.CreateTight(pairs.Length);
        foreach (var (key, text) in pairs)
        {
            BloomFilter.Add(filter, BloomFilter.Hash(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text)));
        }

        return filter;
    }

    public void WriteTo(ByteWriter payload)
    {
        payload.Varint(_texts.Count);
        payload.Bytes(_textBytes.Written);
        payload.Varint(_keys.Count);
        foreach (var (key, id) in _keys)
        {
            payload.Text(Encoding.UTF8.GetBytes(key));
            _values[id].WriteTo(payload);
        }

        payload.Varint(_shapes.Count);
        payload.Bytes(_shapeBytes.Written);
        payload.Varint(_resources.Count);
        payload.Bytes(_resourceBytes.Written);
        Bodies.WriteTo(payload);
    }

    public void Dispose()
    {
        Bodies.Dispose();
        _textBytes.Dispose();
        _shapeBytes.Dispose();
        _resourceBytes.Dispose();
        _values.ForEach(values => values.Dispose());
    }

    private int Shape(IReadOnlyList<AttributeValue> attributes)
    {
        var keys = attributes.Select(attribute => Key(attribute.Key)).ToArray();
        var shape = string.Join(',', keys);
        if (!_shapes.TryGetValue(shape, out var id))
        {
            id = _shapes.Count;
            _shapes.Add(shape, id);
            _shapeBytes.Varint(keys.Length);
            foreach (var key in keys)
            {
                _shapeBytes.Varint(key);
            }
        }

        return id;
    }

    private int Key(string key)
    {
        if (!_keys.TryGetValue(key, out var id))
        {
            id = _values.Count;
            _keys.Add(key, id);
            _values.Add(new SealedValues());
        }

        return id;
    }

    /// <summary>Blocks of different commits hold the same resources in objects of their own.</summary>
    private sealed class SameResource : IEqualityComparer<Resource>
    {
        public bool Equals(Resource? one, Resource? other) =>
            ReferenceEquals(one, other) || (one is not null && other is not null && Content(one) == Content(other));

        public int GetHashCode(Resource resource) => Content(resource).GetHashCode(StringComparison.Ordinal);

        private static string Content(Resource resource) =>
            string.Join('\0', [resource.SchemaUrl, resource.ScopeName, resource.ScopeVersion, Content(resource.Attributes), Content(resource.ScopeAttributes)]);

        private static string Content(IReadOnlyList<AttributeValue> attributes) =>
            string.Join('\u0001', attributes.Select(attribute => $"{attribute.Key}\u0002{attribute.Kind}\u0002{attribute}"));
    }
}
