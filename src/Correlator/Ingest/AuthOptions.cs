namespace Correlator.Ingest;

/// <summary>Who may send: <c>Correlator:Auth</c>.</summary>
internal sealed class AuthOptions
{
    public const string Section = "Correlator:Auth";

    /// <summary>When set, every export needs it as <c>Authorization: Bearer</c> or <c>x-api-key</c>, and Firehose as its access key.</summary>
    public string? Token { get; set; }
}
