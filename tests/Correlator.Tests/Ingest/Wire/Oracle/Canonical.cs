using System.Globalization;

namespace Correlator.Tests.Ingest.Wire.Oracle;

/// <summary>One spelling of content for both sides of a comparison, so that a difference is read as text.</summary>
internal static class Canonical
{
    public static string Real(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A number of a data point: protobuf does not carry the sign of a zero that is a field's default.</summary>
    public static string Number(double value) => Real(value + 0.0);

    public static string List(IEnumerable<string> items) => $"[{string.Join(", ", items)}]";

    public static string Text(string text) => text.Replace('\0', '\uFFFD');

    /// <summary>An id of another length is no id.</summary>
    public static string Id(ReadOnlySpan<byte> bytes, int length) => bytes.Length == length ? Convert.ToHexStringLower(bytes) : new string('0', length * 2);

    public static string Record(params (string Name, object Value)[] fields) =>
        string.Join("\n  ", fields.Select(field => string.Create(CultureInfo.InvariantCulture, $"{field.Name}: {field.Value}")));
}
