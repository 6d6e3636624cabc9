namespace Correlator.Ingest.Http;

internal static class MediaTypes
{
    public const string Protobuf = "application/x-protobuf";
    public const string Json = "application/json";

    public static string Of(BodyEncoding encoding) => encoding == BodyEncoding.Json ? Json : Protobuf;

    /// <summary>The encoding that a Content-Type names, parameters aside; null for any other.</summary>
    public static BodyEncoding? Parse(string? contentType)
    {
        var type = contentType.AsSpan();
        var parameters = type.IndexOf(';');
        type = (parameters < 0 ? type : type[..parameters]).Trim();
        return type.Equals(Protobuf, StringComparison.OrdinalIgnoreCase) ? BodyEncoding.Protobuf
            : type.Equals(Json, StringComparison.OrdinalIgnoreCase) ? BodyEncoding.Json
            : null;
    }
}
