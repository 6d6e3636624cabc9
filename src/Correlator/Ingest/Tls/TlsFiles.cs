using System.Security.Cryptography;

namespace Correlator.Ingest.Tls;

/// <summary>What the files of a door hold, read together.</summary>
internal sealed record TlsFiles(string Certificate, string Key, string? ClientCa)
{
    public static TlsFiles Read(TlsSettings settings) => new(
        Read(settings.CertificatePath, nameof(TlsOptions.CertificatePath)),
        Read(settings.KeyPath ?? throw WithoutKey(settings), nameof(TlsOptions.KeyPath)),
        settings.ClientCaPath is null ? null : Read(settings.ClientCaPath, nameof(TlsOptions.ClientCaPath)));

    private static InvalidDataException WithoutKey(TlsSettings settings) => new(
        $"{nameof(TlsOptions.KeyPath)} is not set, and the certificate in {settings.CertificatePath} is nothing without its private key");

    /// <summary>Something of the files, which a person can mend.</summary>
    public static bool IsWrong(Exception exception) =>
        exception is InvalidDataException or IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;

    public override string ToString() => nameof(TlsFiles);

    private static string Read(string path, string key)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InvalidDataException($"the file of {key} cannot be read: {exception.Message}", exception);
        }
    }
}
