using System.Globalization;
using System.Text.Json;
using System.Xml;
using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Scalars;

/// <summary>Scalars beyond those of the specification, each with the address of its format.</summary>
public static class ExtendedScalars
{
    /// <summary>An instant.</summary>
    public static ScalarType Instant { get; } = OfText(
        "DateTime",
        "An instant with its offset from UTC, as in `2026-01-31T12:00:00.5Z`.",
        "https://scalars.graphql.org/andimarek/date-time.html",
        ReadInstant,
        WriteInstant);

    /// <summary>A day.</summary>
    public static ScalarType Day { get; } = OfText(
        "LocalDate",
        "A day of the calendar, as in `2026-01-31`.",
        "https://scalars.graphql.org/andimarek/local-date.html",
        text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
        value => value is DateOnly day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null);

    /// <summary>A length of time.</summary>
    public static ScalarType Duration { get; } = OfText(
        "Duration",
        "A length of time in ISO 8601, as in `PT1.5S`.",
        "https://www.rfc-editor.org/rfc/rfc3339#appendix-A",
        ReadDuration,
        value => value is TimeSpan span ? XmlConvert.ToString(span) : null);

    /// <summary>A UUID.</summary>
    public static ScalarType Uuid { get; } = OfText(
        "UUID",
        "A UUID, as in `123e4567-e89b-12d3-a456-426614174000`.",
        "https://www.rfc-editor.org/rfc/rfc9562",
        text => Guid.TryParse(text, out var id) ? id : null,
        value => value is Guid id ? id.ToString() : null);

    /// <summary>A 64-bit integer.</summary>
    public static ScalarType LongNumber { get; } = new("Long", "A whole number of 64 bits with sign.", "https://www.rfc-editor.org/rfc/rfc8259#section-6")
    {
        ParseLiteral = node =>
            node is IntValueNode number && long.TryParse(number.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                ? whole
                : throw Not("Long", Printer.Print(node)),
        ParseValue = value => Whole(value) ?? throw Not("Long", Inspect.Value(value)),
        Serialize = value => Whole(value) ?? throw Not("Long", Inspect.Value(value)),
    };

    /// <summary>A decimal number.</summary>
    public static ScalarType DecimalNumber { get; } = new("Decimal", "A decimal number of up to 28 digits.", "https://www.rfc-editor.org/rfc/rfc8259#section-6")
    {
        ParseLiteral = node =>
        {
            var text = node switch { IntValueNode number => number.Value, FloatValueNode number => number.Value, _ => null };
            return Exact(text) ?? throw Not("Decimal", Printer.Print(node));
        },
        ParseValue = value => Exact(value) ?? throw Not("Decimal", Inspect.Value(value)),
        Serialize = value => Exact(value) ?? throw Not("Decimal", Inspect.Value(value)),
    };

    /// <summary>Any value of JSON.</summary>
    public static ScalarType Json { get; } = new("JSON", "Any value of JSON.", "https://www.rfc-editor.org/rfc/rfc8259")
    {
        Serialize = value => value is string or bool or int or long or double or JsonElement or IEnumerable<KeyValuePair<string, object?>>
            ? value
            : JsonSerializer.SerializeToElement(value, value.GetType()),
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ScalarType> All { get; } = [Instant, Day, Duration, Uuid, LongNumber, DecimalNumber, Json];

    /// <summary>A scalar whose values are texts; the functions answer null to what is none.</summary>
    public static ScalarType OfText(
        string name,
        string description,
        string specifiedByUrl,
        Func<string, object?> read,
        Func<object, string?> write) =>
        new(name, description, specifiedByUrl)
        {
            ParseLiteral = node => node is StringValueNode text && read(text.Value) is { } value ? value : throw Not(name, Printer.Print(node)),
            ParseValue = given => given is string text && read(text) is { } value ? value : throw Not(name, Inspect.Value(given)),
            Serialize = value => write(value) ?? throw Not(name, Inspect.Value(value)),
        };

    private static GraphQLException Not(string name, string shown) => new($"{name} cannot represent value: {shown}");

    // The offset is required: without it the text names no instant.
    private static object? ReadInstant(string text) =>
        text.Length >= 20 && text[10] is 'T' or 't' && (text[^1] is 'Z' or 'z' || text[^6] is '+' or '-')
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : null;

    private static string? WriteInstant(object value) => value switch
    {
        DateTimeOffset instant when instant.Offset == TimeSpan.Zero => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        DateTime { Kind: DateTimeKind.Utc } instant => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        _ => null,
    };

    private static object? ReadDuration(string text)
    {
        try
        {
            // Years and months have no one length.
            return text.Split('T')[0].AsSpan().ContainsAny('Y', 'M') ? null : XmlConvert.ToTimeSpan(text);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return null;
        }
    }

    private static object? Whole(object value) => value switch
    {
        long or int or short or sbyte or byte or ushort or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        ulong and <= long.MaxValue => (long)(ulong)value,
        double number when Math.Truncate(number) == number && Math.Abs(number) <= 1L << 53 => (long)number,
        _ => null,
    };

    private static object? Exact(object? value) => value switch
    {
        decimal or long or int => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        double number when Math.Abs(number) < 7.9e28 => (decimal)number,
        string text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
