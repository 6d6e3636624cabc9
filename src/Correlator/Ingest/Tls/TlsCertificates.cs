using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace Correlator.Ingest.Tls;

/// <summary>
/// The certificates of the doors, read anew when their files change: new connections get the new one, those that stand go on. The files are polled, since the
/// ways of renewing them (a link exchanged, a volume mounted) escape file watchers. Files that do not fit together, as
/// in the middle of a renewal, are left until they do.
/// </summary>
internal sealed class TlsCertificates : BackgroundService
{
    public static readonly TimeSpan Soon = TimeSpan.FromDays(14);
    private readonly ConcurrentDictionary<Door, (TlsFiles Files, ServerCertificate Certificate)> _byDoor = [];
    private readonly Dictionary<Door, TlsFiles> _refused = [];
    private readonly TlsOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public TlsCertificates(IOptions<TlsOptions> options, IMeterFactory meters, TimeProvider time, ILogger<TlsCertificates> logger)
    {
        (_options, _time, _logger) = (options.Value, time, logger);
        foreach (var door in new[] { Door.Grpc, Door.Http, Door.Web })
        {
            if (_options.Of(door) is { } settings)
            {
                var files = TlsFiles.Read(settings);
                _byDoor[door] = (files, ServerCertificate.Load(files, settings));
            }
        }

        meters.Create(IngestMetrics.MeterName).CreateObservableGauge(
            "correlator.ingest.certificate_expires_in",
            () => _byDoor.Select(door => new Measurement<double>(
                (door.Value.Certificate.ExpiresAt - _time.GetUtcNow()).TotalSeconds,
                new KeyValuePair<string, object?>("door", door.Key.Name))),
            "s",
            "Until the certificate of a door expires.");
    }

    public bool IsOn(Door door) => _byDoor.ContainsKey(door);

    public ServerCertificate Of(Door door) => _byDoor[door].Certificate;

    /// <summary>Looks at the files once.</summary>
    public void Refresh()
    {
        foreach (var (door, (current, _)) in _byDoor)
        {
            if (_options.Of(door) is { } settings)
            {
                Refresh(door, settings, current);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var (door, (_, certificate)) in _byDoor)
        {
            Warn(door, certificate);
        }

        while (!_byDoor.IsEmpty && !stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(_options.ReloadPeriod, _time, stoppingToken);
            Refresh();
        }
    }

    private void Refresh(Door door, TlsSettings settings, TlsFiles current)
    {
        TlsFiles? files = null;
        try
        {
            files = TlsFiles.Read(settings);
            if (files == current || files == _refused.GetValueOrDefault(door))
            {
                return;
            }

            var certificate = ServerCertificate.Load(files, settings);
            _byDoor[door] = (files, certificate);
            _refused.Remove(door);
            _logger.CertificateRenewed(door.Name, certificate.Subject, certificate.ExpiresAt);
            Warn(door, certificate);
        }
        catch (Exception exception) when (TlsFiles.IsWrong(exception))
        {
            if (files is not null)
            {
                // The same files are not tried and told of again.
                _refused[door] = files;
            }

            _logger.CertificateRefused(door.Name, exception.Message);
        }
    }

    private void Warn(Door door, ServerCertificate certificate)
    {
        if (certificate.ExpiresAt - _time.GetUtcNow() < Soon)
        {
            _logger.CertificateExpiresSoon(door.Name, certificate.Subject, certificate.ExpiresAt);
        }
    }
}
