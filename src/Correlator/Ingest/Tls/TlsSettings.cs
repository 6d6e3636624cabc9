using System.Text;

namespace Correlator.Ingest.Tls;

/// <summary>The TLS of one door.</summary>
internal sealed record TlsSettings(string CertificatePath, string? KeyPath, string? KeyPassword, string? ClientCaPath, bool RequireClientCertificate)
{
    /// <summary>The password is left out, wherever this is printed.</summary>
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(nameof(CertificatePath)).Append(" = ").Append(CertificatePath);
        return true;
    }
}
