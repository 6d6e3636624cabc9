using Correlator.Storage.Blocks;
using Correlator.Telemetry.Read;

namespace Correlator.Storage.Sealing;

/// <summary>
/// Reads what <see cref="SealedDictionary"/> wrote. Resources and lists must be asked for in the order they were
/// written in, for a key's values stand in that order.
/// </summary>
internal sealed class SealedDictionaryReader
{
    private readonly string[] _texts;
    private readonly SealedValuesReader[] _keys;
    private readonly int[][] _shapes;
    private readonly StoredResource[] _stored;
    private readonly List<Resource> _resources = [];

    public SealedDictionaryReader(ref ByteReader payload)
    {
        _texts = payload.Strings();
        _keys = new SealedValuesReader[payload.Count()];
        for (var id = 0; id < _keys.Length; id++)
        {
            _keys[id] = new SealedValuesReader(payload.String(), ref payload);
        }

        _shapes = new int[payload.Count()][];
        for (var id = 0; id < _shapes.Length; id++)
        {
            _shapes[id] = Shape(ref payload);
        }

        _stored = new StoredResource[payload.Count()];
        for (var id = 0; id < _stored.Length; id++)
        {
            _stored[id] = new StoredResource(
                Text(ref payload),
                Text(ref payload),
                Text(ref payload),
                payload.Index(_shapes.Length),
                payload.Index(_shapes.Length));
        }

        Bodies = new SealedValuesReader("", ref payload);
    }

    public SealedValuesReader Bodies { get; }

    public string Text(ref ByteReader column) => _texts[column.Index(_texts.Length)];

    public Resource Resource(ref ByteReader column)
    {
        var id = column.Index(Math.Min(_resources.Count + 1, _stored.Length));
        if (id == _resources.Count)
        {
            var (schemaUrl, scopeName, scopeVersion, shape, scopeShape) = _stored[id];
            _resources.Add(new Resource(Attributes(shape), schemaUrl, scopeName, scopeVersion, Attributes(scopeShape)));
        }

        return _resources[id];
    }

    public AttributeValue[] Attributes(ref ByteReader column) => Attributes(column.Index(_shapes.Length));

    public void SkipAttributes(ref ByteReader column)
    {
        foreach (var key in _shapes[column.Index(_shapes.Length)])
        {
            _keys[key].Skip();
        }
    }

    private AttributeValue[] Attributes(int shape) => Array.ConvertAll(_shapes[shape], key => _keys[key].Next());

    private int[] Shape(ref ByteReader payload)
    {
        var keys = new int[payload.Count()];
        for (var place = 0; place < keys.Length; place++)
        {
            keys[place] = payload.Index(_keys.Length);
        }

        return keys;
    }

    private readonly record struct StoredResource(string SchemaUrl, string ScopeName, string ScopeVersion, int Shape, int ScopeShape);
}
