using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Correlator.Ingest.Tls;

/// <summary>A certificate as handshakes need it, made of its files once, and by whose roots clients are known.</summary>
internal sealed class ServerCertificate
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private readonly SslStreamCertificateContext _context;
    private readonly X509Certificate2Collection? _clientRoots;
    private readonly bool _isClientRequired;

    private ServerCertificate(SslStreamCertificateContext context, X509Certificate2Collection? clientRoots, bool isClientRequired)
    {
        _context = context;
        _clientRoots = clientRoots;
        _isClientRequired = isClientRequired;
    }

    public string Subject => _context.TargetCertificate.Subject;

    public DateTimeOffset ExpiresAt => _context.TargetCertificate.NotAfter.ToUniversalTime();

    /// <exception cref="InvalidDataException">The files do not hold what they should; the message repeats nothing of them.</exception>
    public static ServerCertificate Load(TlsFiles files, TlsSettings settings)
    {
        var chain = new X509Certificate2Collection();
        Import(chain, files.Certificate, settings.CertificatePath);
        var roots = settings.ClientCaPath is null ? null : new X509Certificate2Collection();
        if (roots is not null)
        {
            Import(roots, files.ClientCa ?? "", settings.ClientCaPath ?? "");
        }

        // The first is the server's own; those after it lead to a root that the client has.
        var intermediates = new X509Certificate2Collection(chain.Skip(1).ToArray());
        var context = SslStreamCertificateContext.Create(WithKey(files, settings), intermediates, offline: true);
        return new ServerCertificate(context, roots, settings.RequireClientCertificate);
    }

    /// <summary>New for each connection, since a handshake may keep something in it.</summary>
    public SslServerAuthenticationOptions Options(IReadOnlyList<SslApplicationProtocol> protocols)
    {
        var options = new SslServerAuthenticationOptions { ServerCertificateContext = _context, ApplicationProtocols = [.. protocols] };
        if (_clientRoots is not null)
        {
            options.ClientCertificateRequired = true;
            options.CertificateChainPolicy = ChainPolicy(_clientRoots);
            options.RemoteCertificateValidationCallback = (_, shown, _, errors) => errors == SslPolicyErrors.None || (shown is null && !_isClientRequired);

            // A connection that is taken up again is not asked again: a root that was taken away would still count for it.
            options.AllowTlsResume = false;
        }

        return options;
    }

    private static X509ChainPolicy ChainPolicy(X509Certificate2Collection roots)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(roots);
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        return policy;
    }

    private static void Import(X509Certificate2Collection into, string pem, string path)
    {
        try
        {
            into.ImportFromPem(pem);
        }
        catch (CryptographicException exception)
        {
            throw new InvalidDataException($"{path} cannot be read as PEM: {exception.Message}", exception);
        }

        if (into.Count == 0)
        {
            throw new InvalidDataException($"{path} holds no certificate in PEM (-----BEGIN CERTIFICATE-----)");
        }
    }

    private static X509Certificate2 WithKey(TlsFiles files, TlsSettings settings)
    {
        try
        {
            var certificate = settings.KeyPassword is null
                ? X509Certificate2.CreateFromPem(files.Certificate, files.Key)
                : X509Certificate2.CreateFromEncryptedPem(files.Certificate, files.Key, settings.KeyPassword);
            if (!OperatingSystem.IsWindows())
            {
                return certificate;
            }

            // The TLS of Windows takes no key that is in memory alone.
            using (certificate)
            {
                return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
            }
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new InvalidDataException(
                $"{settings.KeyPath} does not hold the private key, in PEM, of the certificate in {settings.CertificatePath}, or its password is another",
                exception);
        }
    }
}
