namespace Correlator.Ingest.Tls;

/// <summary>TLS of all doors: <c>Correlator:Tls</c>; what <c>Correlator:Tls:Grpc</c>, <c>:Http</c> and <c>:Web</c> say counts for their door instead.</summary>
internal sealed class TlsOptions
{
    public const string Section = "Correlator:Tls";

    /// <summary>File with the server's certificate in PEM, its intermediate certificates after it. When set, the doors speak TLS and nothing else.</summary>
    public string? CertificatePath { get; set; }

    /// <summary>File with the certificate's private key in PEM; it may be the same file.</summary>
    public string? KeyPath { get; set; }

    /// <summary>Password of the private key, when it is encrypted.</summary>
    public string? KeyPassword { get; set; }

    /// <summary>
    /// File with the root certificates in PEM by which certificates of clients are known. When set, clients are
    /// asked for one, and one of another root is refused.
    /// </summary>
    public string? ClientCaPath { get; set; }

    /// <summary>Whether a client that shows no certificate is refused.</summary>
    public bool? RequireClientCertificate { get; set; }

    /// <summary>How often the files are looked at; renewed ones are taken for new connections.</summary>
    public TimeSpan ReloadPeriod { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The same keys for OTLP/gRPC alone, such as <c>Correlator:Tls:Grpc:ClientCaPath</c>; empty text takes a key back.</summary>
    public TlsDoor? Grpc { get; set; }

    /// <summary>The same keys for OTLP/HTTP and Firehose alone.</summary>
    public TlsDoor? Http { get; set; }

    /// <summary>The same keys for the port of health checks and GraphQL alone; an empty <c>CertificatePath</c>: no TLS there.</summary>
    public TlsDoor? Web { get; set; }

    /// <summary>What counts for a door; null when it speaks no TLS.</summary>
    internal TlsSettings? Of(Door door)
    {
        var own = door == Door.Grpc ? Grpc : door == Door.Web ? Web : Http;
        var certificate = own?.CertificatePath ?? CertificatePath;
        return string.IsNullOrEmpty(certificate) ? null : new TlsSettings(
            certificate,
            Text(own?.KeyPath ?? KeyPath),
            Text(own?.KeyPassword ?? KeyPassword),
            Text(own?.ClientCaPath ?? ClientCaPath),
            own?.RequireClientCertificate ?? RequireClientCertificate ?? false);
    }

    private static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
