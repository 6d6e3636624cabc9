using Microsoft.Extensions.Options;

namespace Correlator.Ingest.Tls;

/// <summary>The files are read, so that a wrong one is told at start and not to the first client.</summary>
internal sealed class TlsOptionsValidation(TimeProvider time) : IValidateOptions<TlsOptions>
{
    private static readonly TimeSpan LeastPeriod = TimeSpan.FromMilliseconds(100);

    public ValidateOptionsResult Validate(string? name, TlsOptions options)
    {
        var failures = new List<string>();
        if (options.ReloadPeriod < LeastPeriod || options.ReloadPeriod > TimeSpan.FromDays(1))
        {
            failures.Add($"{TlsOptions.Section}:{nameof(options.ReloadPeriod)} must lie between 00:00:00.1 and 1.00:00:00; it is {options.ReloadPeriod:c}.");
        }

        if (options.CertificatePath is null or "" && (options.KeyPath ?? options.ClientCaPath) is { Length: > 0 })
        {
            failures.Add(
                $"{TlsOptions.Section}:{nameof(options.CertificatePath)} must be set when {nameof(options.KeyPath)} "
                + $"or {nameof(options.ClientCaPath)} is: without a certificate the doors do not speak TLS.");
        }

        foreach (var settings in new[] { options.Of(Door.Grpc), options.Of(Door.Http), options.Of(Door.Web) }.OfType<TlsSettings>().Distinct())
        {
            Check(settings, failures);
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private void Check(TlsSettings settings, List<string> failures)
    {
        if (settings.RequireClientCertificate && settings.ClientCaPath is null)
        {
            failures.Add(
                $"{TlsOptions.Section}:{nameof(TlsOptions.ClientCaPath)} must be set when {nameof(TlsOptions.RequireClientCertificate)} is true: "
                + "it says whose certificates are taken.");
        }

        try
        {
            var certificate = ServerCertificate.Load(TlsFiles.Read(settings), settings);
            if (certificate.ExpiresAt <= time.GetUtcNow())
            {
                failures.Add(
                    $"{TlsOptions.Section}:{nameof(TlsOptions.CertificatePath)}: "
                    + $"the certificate in {settings.CertificatePath} expired at {certificate.ExpiresAt:u}.");
            }
        }
        catch (Exception exception) when (TlsFiles.IsWrong(exception))
        {
            failures.Add($"{TlsOptions.Section}: {exception.Message.TrimEnd('.')}.");
        }
    }
}
