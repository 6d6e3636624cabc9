namespace Correlator.Ingest.Tls;

/// <summary>What one door has otherwise than the others.</summary>
internal sealed class TlsDoor
{
    public string? CertificatePath { get; set; }

    public string? KeyPath { get; set; }

    public string? KeyPassword { get; set; }

    public string? ClientCaPath { get; set; }

    public bool? RequireClientCertificate { get; set; }
}
