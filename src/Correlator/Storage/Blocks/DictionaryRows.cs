using System.Buffers.Binary;
using Correlator.Telemetry.Batches;

namespace Correlator.Storage.Blocks;

/// <summary>A block's shared texts, pairs, resources and scopes as rows of a batch, whose text is the block's payload.</summary>
internal sealed class DictionaryRows
{
    private readonly TelemetryBatch _batch;
    private readonly TextRange[] _texts;
    private readonly int[] _keys;

    public DictionaryRows(TelemetryBatch batch, ref ByteReader payload)
    {
        _batch = batch;
        _texts = new TextRange[payload.Count()];
        for (var id = 0; id < _texts.Length; id++)
        {
            _texts[id] = Text(ref payload);
        }

        _keys = new int[_texts.Length];
        for (var left = payload.Count(); left > 0; left--)
        {
            batch.Attributes.Distinct.Add(Pair(Text(ref payload)));
        }

        for (var left = payload.Count(); left > 0; left--)
        {
            payload.Index(int.MaxValue);
            var schemaUrl = TextOf(ref payload);
            batch.Resources.Add(new ResourceRow(Attributes(ref payload), schemaUrl));
        }

        for (var left = payload.Count(); left > 0; left--)
        {
            TextRange name = TextOf(ref payload), version = TextOf(ref payload);
            batch.Scopes.Add(new ScopeRow(0, name, version, Attributes(ref payload)));
        }
    }

    public TextRange TextOf(ref ByteReader column) => _texts[column.Index(_texts.Length)];

    public AttributeRow Value(ref ByteReader column) => _batch.Attributes.Distinct[column.Index(_batch.Attributes.Distinct.Count)];

    public int Resource(ref ByteReader column) => column.Index(_batch.Resources.Count);

    public int Scope(ref ByteReader column) => column.Index(_batch.Scopes.Count);

    public RowRange Attributes(ref ByteReader column)
    {
        var ids = _batch.Attributes.Ids;
        var range = new RowRange(ids.Count, column.Count());
        foreach (ref var id in ids.Extend(range.Count))
        {
            id = column.Index(_batch.Attributes.Distinct.Count);
        }

        return range;
    }

    /// <summary>The next text of the payload. The payload is the batch's text, so what is left of it tells where the text stands.</summary>
    private TextRange Text(ref ByteReader payload)
    {
        var length = payload.Text().Length;
        return new TextRange(_batch.BodyLength - payload.Remaining - length, length);
    }

    private AttributeRow Pair(TextRange stored)
    {
        const int Head = 5;
        if (stored.Length < Head)
        {
            throw new CorruptBlockException("an attribute is too short");
        }

        var head = _batch.Utf8(stored);
        var key = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (key < 0 || key > _texts.Length)
        {
            throw new CorruptBlockException("an attribute's key is out of range");
        }

        var attribute = new AttributeRow(key == 0 ? -1 : Key(key - 1), (AttributeKind)head[4], new TextRange(stored.Offset + Head, stored.Length - Head), 0);
        return attribute.IsText || attribute.Kind == AttributeKind.Empty
            ? attribute
            : stored.Length == Head + sizeof(long)
                ? attribute with { Text = default, Bits = BinaryPrimitives.ReadInt64LittleEndian(head[Head..]) }
                : throw new CorruptBlockException("a number's size is wrong");
    }

    /// <summary>Keys by the text that names them, each classified once.</summary>
    private int Key(int text)
    {
        ref var key = ref _keys[text];
        if (key == 0)
        {
            key = _batch.Key(_texts[text]) + 1;
        }

        return key - 1;
    }
}
