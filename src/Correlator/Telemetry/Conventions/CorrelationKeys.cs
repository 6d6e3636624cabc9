using System.Buffers;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Correlator.Telemetry.Conventions;

/// <summary>
/// The correlation-ID family and business keys in all their spellings. A name is compared without case, separators and prefix
/// (<c>app.correlation_id</c>, <c>http.request.header.x-correlation-id</c> and <c>CorrelationId</c> are one); a value is trimmed,
/// unquoted and, when it is a GUID, lower-cased.
/// </summary>
internal static class CorrelationKeys
{
    public const string Correlation = "correlation";
    public const string Invocation = "invocation";
    private const int MaxValueBytes = 200;
    private const int LongestMeaningless = 16;

    private static readonly string[] JoinSpellings = ["correlationid", "conversationid", "xcorrelationid", "correlationcontextid"];

    /// <summary>Business keys that find a journey and never join: canonical name by spelling.</summary>
    private static readonly FrozenDictionary<string, string> BusinessSpellings = new Dictionary<string, string>
    {
        ["orderid"] = "order",
        ["paymentid"] = "payment",
        ["customerid"] = "customer",
        ["invoiceid"] = "invoice",
        ["shipmentid"] = "shipment",
        ["transactionid"] = "transaction",
        ["idempotencykey"] = "idempotency",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly SearchValues<byte> HexAndDash = SearchValues.Create("0123456789abcdefABCDEF-"u8);

    private static readonly SearchValues<char> Separators = SearchValues.Create("-_. ");

    private static readonly FrozenSet<string> Meaningless = new[]
    {
        "null", "undefined", "unknown", "none", "nil", "n/a", "na", "-", "0", "test", "true", "false", "default", "string", "empty", "dummy", "example",
        "{}", "[]", "[object object]",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Tells whether a lower-case key belongs to a family, by its last words.</summary>
    public static KnownKey Classify(ReadOnlySpan<char> lower)
    {
        Span<char> words = stackalloc char[lower.Length];
        for (var start = 0; start < lower.Length;)
        {
            var name = Compact(lower[start..], words);
            foreach (var spelling in JoinSpellings)
            {
                if (name.SequenceEqual(spelling))
                {
                    return KnownKey.CorrelationId;
                }
            }

            if (BusinessSpellings.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(name))
            {
                return KnownKey.BusinessKey;
            }

            // Prefixes end at a dot: app.order.id is tried whole, then as order.id.
            var dot = lower[start..].IndexOf('.');
            start = dot < 0 ? lower.Length : start + dot + 1;
        }

        return KnownKey.None;
    }

    /// <summary>The canonical name of a business key, as in <c>order</c> for <c>app.order.id</c>.</summary>
    public static string BusinessName(ReadOnlySpan<byte> key)
    {
        Span<char> lower = stackalloc char[key.Length];
        Span<char> words = stackalloc char[key.Length];
        Ascii.ToLower(key, lower, out var length);
        lower = lower[..length];
        while (!lower.IsEmpty)
        {
            if (BusinessSpellings.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(Compact(lower, words), out var name))
            {
                return name;
            }

            var dot = lower.IndexOf('.');
            lower = dot < 0 ? [] : lower[(dot + 1)..];
        }

        return "";
    }

    /// <summary>The value as it is compared; false when it can tell nothing apart: empty, zero, constant or too long.</summary>
    public static bool TryCanonicalValue(ReadOnlyMemory<byte> raw, out ReadOnlyMemory<byte> value)
    {
        value = raw;
        var span = raw.Span;
        var (start, end) = (0, span.Length);
        while (start < end && span[start] is (byte)' ' or (byte)'"' or (byte)'\'' or (byte)'\t' or (byte)'{')
        {
            start++;
        }

        while (end > start && span[end - 1] is (byte)' ' or (byte)'"' or (byte)'\'' or (byte)'\t' or (byte)'}')
        {
            end--;
        }

        var text = span[start..end];
        if (text.Length is < 2 or > MaxValueBytes || IsMeaningless(text))
        {
            return false;
        }

        value = LooksLikeGuid(text) && text.ContainsAnyInRange((byte)'A', (byte)'F') ? Lower(text) : raw[start..end];
        return true;
    }

    /// <summary>Empty, zero, or a word that programs write where there is no id.</summary>
    public static bool IsMeaningless(ReadOnlySpan<byte> id)
    {
        if (!id.ContainsAnyExcept((byte)'0', (byte)'-') || !id.ContainsAnyExcept((byte)' '))
        {
            return true;
        }

        Span<char> letters = stackalloc char[LongestMeaningless];
        return id.Length <= LongestMeaningless
            && Ascii.ToUtf16(id, letters, out var length) == OperationStatus.Done
            && Meaningless.GetAlternateLookup<ReadOnlySpan<char>>().Contains(letters[..length]);
    }

    /// <summary>SHA-256 over name, NUL and value, first 16 bytes.</summary>
    public static Guid Hash(string name, ReadOnlySpan<byte> value)
    {
        Span<byte> input = stackalloc byte[64 + 1 + MaxValueBytes];
        var length = Encoding.UTF8.GetBytes(name, input);
        input[length++] = 0;
        value.CopyTo(input[length..]);
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(input[..(length + value.Length)], digest);
        return new Guid(digest[..16], bigEndian: true);
    }

    /// <summary>The identities that a value typed by a person may have, under every family and business name.</summary>
    public static IReadOnlyList<Guid> HashesFor(string typed) =>
        TryCanonicalValue(Encoding.UTF8.GetBytes(typed), out var value)
            ? [.. BusinessSpellings.Values.Distinct().Append(Correlation).Append(Invocation).Select(name => Hash(name, value.Span))]
            : [];

    /// <summary>
    /// The identities that a value may have under a name in any spelling: <c>correlationId</c>, <c>app.order.id</c>, or <c>order</c> as it is
    /// shown. None for a name or a value that makes no key.
    /// </summary>
    public static IReadOnlyList<Guid> HashesFor(string name, string typed) =>
        CanonicalName(name) is { } canonical && TryCanonicalValue(Encoding.UTF8.GetBytes(typed), out var value) ? [Hash(canonical, value.Span)] : [];

    private static string? CanonicalName(string typed)
    {
        var lower = typed.Trim().ToLowerInvariant();
        return lower is Correlation or Invocation || BusinessSpellings.Values.Contains(lower) ? lower : Classify(lower) switch
        {
            KnownKey.CorrelationId => Correlation,
            KnownKey.BusinessKey => BusinessName(Encoding.UTF8.GetBytes(lower)),
            _ => null,
        };
    }

    private static ReadOnlySpan<char> Compact(ReadOnlySpan<char> name, Span<char> into)
    {
        var length = 0;
        foreach (var letter in name)
        {
            if (!Separators.Contains(letter))
            {
                into[length++] = letter;
            }
        }

        return into[..length];
    }

    private static bool LooksLikeGuid(ReadOnlySpan<byte> text) => text.Length is 32 or 36 && !text.ContainsAnyExcept(HexAndDash);

    private static byte[] Lower(ReadOnlySpan<byte> text)
    {
        var lower = new byte[text.Length];
        Ascii.ToLower(text, lower, out _);
        return lower;
    }
}
