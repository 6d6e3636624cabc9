using Correlator.Storage.Blocks;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Read;

namespace Correlator.Storage.Sealing;

/// <summary>
/// The values that one attribute key has in a block, each kept once, and which of them it has where. Values of one
/// key are alike; beside each other they compress best.
/// </summary>
internal sealed class SealedValues : IDisposable
{
    private readonly Dictionary<(AttributeKind Kind, string Text), int> _known = [];
    private readonly ByteWriter _kinds = new();
    private readonly ByteWriter _lengths = new();
    private readonly ByteWriter _texts = new();
    private readonly ByteWriter _ids = new();
    private readonly ByteWriter _numbers = new();
    private readonly ByteWriter _places = new();

    /// <summary>The values so far, in the form that searches compare.</summary>
    public IEnumerable<string> Texts => _known.Keys.Select(value => value.Text);

    /// <summary>The next place where the key stands has this value. 0: one that was not there before; else the value's number plus one.</summary>
    public void Add(AttributeValue attribute)
    {
        var key = (attribute.Kind, attribute.ToString());
        if (_known.TryGetValue(key, out var number))
        {
            _places.Varint(number + 1);
            return;
        }

        _known.Add(key, _known.Count);
        _places.Varint(0);
        _kinds.Byte((byte)attribute.Kind);
        switch (attribute.Value)
        {
            case string text:
                var before = _texts.Length;
                PackedText.Write(text, _texts, _ids);
                _lengths.Varint(_texts.Length - before);
                break;
            case byte[] bytes:
                _lengths.Varint(bytes.Length);
                _texts.Bytes(bytes);
                break;
            case bool flag:
                _numbers.Byte(flag ? (byte)1 : (byte)0);
                break;
            case long integer:
                _numbers.ZigZag(integer);
                break;
            case double real:
                _numbers.Fixed64((ulong)BitConverter.DoubleToInt64Bits(real));
                break;
        }
    }

    public void WriteTo(ByteWriter payload)
    {
        foreach (var column in (ReadOnlySpan<ByteWriter>)[_kinds, _lengths, _texts, _ids, _numbers, _places])
        {
            payload.Text(column.Written);
        }
    }

    public void Dispose()
    {
        foreach (var column in (ReadOnlySpan<ByteWriter>)[_kinds, _lengths, _texts, _ids, _numbers, _places])
        {
            column.Dispose();
        }
    }
}
