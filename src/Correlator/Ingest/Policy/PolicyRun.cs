using System.Security.Cryptography;
using System.Text;
using Correlator.Telemetry.Batches;

namespace Correlator.Ingest.Policy;

/// <summary>The policy at work on one batch: what it replaced, and how often each rule was applied.</summary>
internal sealed class PolicyRun(TelemetryBatch batch, HashKey hashKey)
{
    public const string Redacted = "[redacted]";
    public const string HashPrefix = "hmac:";

    /// <summary>128 bits: equal values stay equal, and different ones different.</summary>
    private const int HashBytes = 16;

    private Dictionary<(string Rule, PolicyAction Action), int>? _counts;
    private int[]? _uses;
    private TextRange _redacted;

    /// <summary>Null as long as no rule was applied.</summary>
    public IReadOnlyDictionary<(string Rule, PolicyAction Action), int>? Counts => _counts;

    /// <summary>The id of the distinct attribute that the rules are at, which counts for each record that has it; null for what is there once.</summary>
    public int? Attribute { get; set; }

    /// <summary>Ids of attributes to leave out of all records.</summary>
    public HashSet<int>? Dropped { get; private set; }

    public void Drop(int attribute) => (Dropped ??= []).Add(attribute);

    public void Count(string rule, PolicyAction action)
    {
        var uses = Attribute is { } id ? (_uses ??= Uses())[id] : 1;
        if (uses > 0)
        {
            _counts ??= [];
            _counts.TryGetValue((rule, action), out var count);
            _counts[(rule, action)] = count + uses;
        }
    }

    public string Hash(ReadOnlySpan<byte> value)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(hashKey.Bytes, value, hash);
        return HashPrefix + Convert.ToHexStringLower(hash[..HashBytes]);
    }

    public AttributeRow Redact(in AttributeRow row)
    {
        _redacted = _redacted.IsEmpty ? batch.AddText(Encoding.ASCII.GetBytes(Redacted)) : _redacted;
        return new AttributeRow(row.Key, AttributeKind.String, _redacted, 0);
    }

    /// <summary>A number has the hash of its decimal digits, so that it is one with the same number sent as text.</summary>
    public AttributeRow HashOf(in AttributeRow row) => Text(row, AttributeKind.String, Hash(row.Kind switch
    {
        AttributeKind.Int => Encoding.ASCII.GetBytes(row.Bits.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        AttributeKind.Double => Encoding.ASCII.GetBytes(row.Double.ToString("R", System.Globalization.CultureInfo.InvariantCulture)),
        _ => batch.Utf8(row.Text),
    }));

    /// <param name="latin1">One character per byte.</param>
    public AttributeRow Text(in AttributeRow row, AttributeKind kind, string latin1) => new(row.Key, kind, Text(latin1), 0);

    public TextRange Text(string latin1) => batch.AddText(Encoding.Latin1.GetBytes(latin1));

    private int[] Uses()
    {
        var uses = new int[batch.Attributes.Distinct.Count];
        foreach (var id in batch.Attributes.Ids.Rows)
        {
            uses[id]++;
        }

        return uses;
    }
}
