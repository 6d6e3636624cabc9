using Correlator.Storage.Blocks;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Read;

namespace Correlator.Storage.Sealing;

/// <summary>Reads what <see cref="SealedValues"/> wrote: places in order, values only where they are asked for.</summary>
internal sealed class SealedValuesReader
{
    private readonly string _key;
    private readonly byte[] _texts;
    private readonly byte[] _ids;
    private readonly Value[] _values;
    private readonly AttributeValue?[] _built;
    private readonly int[] _places;
    private int _next;

    public SealedValuesReader(string key, ref ByteReader payload)
    {
        _key = key;
        var kinds = payload.Text();
        var lengths = payload.Column();
        _texts = payload.Text().ToArray();
        _ids = payload.Text().ToArray();
        var numbers = payload.Column();
        _values = new Value[kinds.Length];
        _built = new AttributeValue?[kinds.Length];
        ByteReader texts = new(_texts), ids = new(_ids);
        for (var index = 0; index < kinds.Length; index++)
        {
            _values[index] = Read((AttributeKind)kinds[index], ref lengths, ref texts, ref ids, ref numbers);
        }

        _places = Places(payload.Column(), kinds.Length);
    }

    public void Skip() => Place();

    public AttributeValue Next()
    {
        var place = Place();
        return _built[place] ??= Build(_values[place]);
    }

    private int Place() => _next < _places.Length ? _places[_next++] : throw new CorruptBlockException("a key stands in more places than it has");

    private Value Read(AttributeKind kind, ref ByteReader lengths, ref ByteReader texts, ref ByteReader ids, ref ByteReader numbers)
    {
        switch (kind)
        {
            case AttributeKind.String or AttributeKind.Json or AttributeKind.Bytes:
                var (text, id) = (_texts.Length - texts.Remaining, _ids.Length - ids.Remaining);
                var packed = texts.Bytes(lengths.Index(int.MaxValue));
                if (kind != AttributeKind.Bytes)
                {
                    PackedText.Skip(packed, ref ids);
                }

                return new Value(kind, text, packed.Length, id, 0);
            case AttributeKind.Bool:
                return new Value(kind, 0, 0, 0, numbers.Byte());
            case AttributeKind.Int:
                return new Value(kind, 0, 0, 0, numbers.ZigZag());
            case AttributeKind.Double:
                return new Value(kind, 0, 0, 0, (long)numbers.Fixed64());
            default:
                return new Value(kind, 0, 0, 0, 0);
        }
    }

    private AttributeValue Build(Value value)
    {
        var packed = _texts.AsSpan(value.Text, value.Length);
        var ids = new ByteReader(_ids.AsSpan(value.Id));
        return new AttributeValue(_key, value.Kind, value.Kind switch
        {
            AttributeKind.String or AttributeKind.Json => PackedText.Read(packed, ref ids),
            AttributeKind.Bytes => packed.ToArray(),
            AttributeKind.Bool => value.Bits != 0,
            AttributeKind.Int => value.Bits,
            AttributeKind.Double => BitConverter.Int64BitsToDouble(value.Bits),
            _ => null,
        });
    }

    private static int[] Places(ByteReader column, int values)
    {
        var places = new List<int>();
        for (var seen = 0; column.Remaining > 0;)
        {
            var place = column.Varint();
            var index = place == 0 ? seen++ : place <= (ulong)seen ? (int)place - 1 : throw new CorruptBlockException("a value stands before its first place");
            places.Add(index < values ? index : throw new CorruptBlockException("there are more values than were kept"));
        }

        return [.. places];
    }

    private readonly record struct Value(AttributeKind Kind, int Text, int Length, int Id, long Bits);
}
