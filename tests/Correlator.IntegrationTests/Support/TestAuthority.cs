using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Correlator.IntegrationTests.Support;

/// <summary>A certificate authority of a test's own, with a folder for what it makes.</summary>
internal sealed class TestAuthority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private readonly string _folder = Directory.CreateTempSubdirectory("correlator-tls-").FullName;
    private readonly X509Certificate2 _root;

    public TestAuthority(string name = "Test root")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = TimeProvider.System.GetUtcNow();
        _root = request.CreateSelfSigned(now.AddDays(-30), now.AddDays(30));
        CaPath = Write("ca.crt", _root.ExportCertificatePem());
    }

    public string CaPath { get; }

    public string CertificatePath => Path.Combine(_folder, "tls.crt");

    public string KeyPath => Path.Combine(_folder, "tls.key");

    /// <summary>Writes the server's certificate for 127.0.0.1 and its key, in place of those that are there.</summary>
    public void WriteServer(string name = "server", int days = 20)
    {
        using var certificate = Issue(name, ServerAuthentication, days);
        Write("tls.key", certificate.GetECDsaPrivateKey().ShouldNotBeNull().ExportPkcs8PrivateKeyPem());
        Write("tls.crt", certificate.ExportCertificatePem());
    }

    public X509Certificate2 Client(string usage = ClientAuthentication, int days = 20)
    {
        // Exported and read again: a key that is in memory alone cannot be used by every platform's TLS.
        using var certificate = Issue("client", usage, days);
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    public X509Certificate2 ClientForServersOnly() => Client(ServerAuthentication);

    /// <summary>Trusts this authority alone, and shows a client's certificate when there is one.</summary>
    public SocketsHttpHandler Handler(X509Certificate2? client = null, Action<X509Certificate2>? seen = null) => new()
    {
        SslOptions =
        {
            ClientCertificates = client is null ? [] : [client],
            LocalCertificateSelectionCallback = client is null ? null : (_, _, _, _, _) => client,
            RemoteCertificateValidationCallback = (_, shown, chain, _) =>
            {
                var certificate = (X509Certificate2)shown.ShouldNotBeNull();
                seen?.Invoke(certificate);
                var policy = chain.ShouldNotBeNull().ChainPolicy;
                policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
                policy.CustomTrustStore.Add(_root);
                policy.RevocationMode = X509RevocationMode.NoCheck;
                return chain.Build(certificate);
            },
        },
    };

    public string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        _root.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private X509Certificate2 Issue(string name, string usage, int days)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        var now = TimeProvider.System.GetUtcNow();
        using var issued = request.Create(_root, now.AddDays(Math.Min(0, days) - 1), now.AddDays(days), RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }
}
