using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Correlator.Ingest;
using Correlator.Ingest.Tls;
using Correlator.Storage;
using Correlator.Storage.Access;
using Correlator.Storage.Journal;
using Correlator.Storage.Schema;
using Microsoft.Extensions.Options;
using Npgsql;
using Endpoint = Correlator.Ingest.Endpoint;

namespace Correlator.Hosting.Cli;

/// <summary><c>correlator doctor</c>: looks at everything that commonly goes wrong and says what to do.</summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan MaxSkew = TimeSpan.FromSeconds(2);
    private const string Renew = "renew it: the server takes renewed files by itself";

    public static Command Create()
    {
        var command = new Command("doctor", "Check database, schema, ports, clock and correlation lag; say what is wrong and what to do.");
        command.SetAction((_, cancellationToken) => DatabaseVerb.RunAsync(services => CheckAsync(services, cancellationToken)));
        return command;
    }

    private static async Task<int> CheckAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var failures = 0;
        try
        {
            failures += Tell("database", await services.GetRequiredService<DoctorStore>().VersionAsync(cancellationToken), null);
            failures += await CheckSchemaAsync(services, cancellationToken);
            failures += await CheckClockAsync(services, cancellationToken);
            failures += await CheckLagAsync(services, cancellationToken);
            failures += await CheckTokensAsync(services, cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            failures += Tell("database", exception.Message, "start the server with ./run, or check ConnectionStrings__Correlator and CORRELATOR_DATA");
        }

        failures += CheckJournal(services);
        var configuration = services.GetRequiredService<IConfiguration>();
        failures += CheckCertificates(configuration, services.GetRequiredService<TimeProvider>().GetUtcNow());
        foreach (var (name, endpoint) in new[]
        {
            ("OTLP/gRPC", configuration[$"{IngestOptions.Section}:GrpcEndpoint"] ?? new IngestOptions().GrpcEndpoint),
            ("OTLP/HTTP", configuration[$"{IngestOptions.Section}:HttpEndpoint"] ?? new IngestOptions().HttpEndpoint),
            ("GraphQL", configuration[$"{HostingOptions.Section}:Endpoint"] ?? new HostingOptions().Endpoint),
        })
        {
            failures += Tell(name, endpoint, await AnswersAsync(endpoint, cancellationToken) ? null : "nobody listens there: start the server with ./run");
        }

        Console.WriteLine(failures == 0 ? "All is well." : $"{failures} of the checks failed.");
        return failures == 0 ? 0 : 1;
    }

    private static int Tell(string check, string found, string? remedy)
    {
        Console.WriteLine(remedy is null ? $"  ok    {check,-12} {found}" : $"  FAIL  {check,-12} {found}\n        {remedy}");
        return remedy is null ? 0 : 1;
    }

    /// <summary>Tells of what will be trouble, or is for senders alone: a container is not unhealthy for it.</summary>
    private static int Warn(string check, string found, string remedy)
    {
        Console.WriteLine($"  warn  {check,-12} {found}\n        {remedy}");
        return 0;
    }

    private static async Task<int> CheckSchemaAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var applied = await services.GetRequiredService<DoctorStore>().MigrationsAsync(cancellationToken);
        var known = Migrator.Migrations().Count;
        return Tell("schema", $"{applied} of {known} migrations", applied == known ? null : "run: correlator migrate");
    }

    private static async Task<int> CheckClockAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var itsTime = await services.GetRequiredService<DoctorStore>().ClockAsync(cancellationToken);
        var skew = (itsTime - services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime).Duration();
        var found = FormattableString.Invariant($"{skew.TotalMilliseconds:0} ms from the database's");
        return Tell("clock", found, skew < MaxSkew ? null : "set both clocks by NTP: waits and rollups are told by them");
    }

    private static async Task<int> CheckLagAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var lag = await services.GetRequiredService<Correlation.CorrelationHealth>().LagAsync(cancellationToken);
        var max = services.GetRequiredService<IOptions<Correlation.CorrelationOptions>>().Value.MaxLag;
        return Tell(
            "correlation",
            FormattableString.Invariant($"{lag.TotalSeconds:0.0} s behind"),
            lag < max ? null : "the server is overloaded or stopped; its log tells (event ids 3000 to 3999)");
    }

    /// <summary>Read beside the server that writes it: a segment may go while it is looked at, and then there is less in it, not more.</summary>
    private static int CheckJournal(IServiceProvider services)
    {
        var folder = services.GetRequiredService<JournalFolder>();
        if (folder.Path is null)
        {
            return Tell("journal", "none, by configuration", null);
        }

        try
        {
            var options = services.GetRequiredService<IOptions<StorageOptions>>().Value;
            var depth = folder.Depth([.. folder.Segments()], folder.DamagedFiles(), folder.SetAside());
            return Tell("journal", depth.ToString(), depth switch
            {
                { DamagedFiles: > 0 } =>
                    $"{depth.DamagedFiles} damaged files in {folder.Path} could not be read whole (event id 2059): "
                    + "look at the disk, then delete them",
                { SetAside: > 0 } =>
                    $"{depth.SetAside} requests in {folder.Path} could not be stored (event ids 2060 and 2061): "
                    + $"take off the {SegmentName.AsideExtension} behind their names and restart the server to try them again, or delete them",
                _ when depth.Age > options.JournalMaxAge =>
                    "it drains by itself while the server runs and the database answers; the server's log tells what keeps it (event ids 2050 to 2062)",
                _ => null,
            });
        }
        catch (FileNotFoundException)
        {
            return Tell("journal", "being drained", null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Tell("journal", exception.Message, "run the doctor as the server's user, with its CORRELATOR_DATA");
        }
    }

    private static async Task<int> CheckTokensAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var auth = services.GetRequiredService<IOptions<AuthOptions>>().Value;
        if (!auth.IsOn)
        {
            return Tell("tokens", "none is needed", null);
        }

        var keyId = (await services.GetRequiredService<TokenHashKey>().GetAsync(cancellationToken)).KeyId;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var all = await services.GetRequiredService<TokenStore>().ListAsync(null, cancellationToken);
        var valid = all.Where(token => token.RevokedAt is null && !(token.ExpiresAt <= now)).ToArray();
        var ofThisKey = valid.Count(token => token.KeyId == keyId);
        var found = $"{ofThisKey + (string.IsNullOrEmpty(auth.Token) ? 0 : 1)} valid";
        if (ofThisKey < valid.Length)
        {
            return Warn(
                "tokens",
                found,
                $"{valid.Length - ofThisKey} more were made under another Correlator__Auth__HashKey: "
                + "set it as it was, or make new ones with: correlator token create");
        }

        return ofThisKey == 0 && string.IsNullOrEmpty(auth.Token)
            ? Warn("tokens", found, "every request needs one: make some with: correlator token create")
            : Tell("tokens", found, null);
    }

    private static int CheckCertificates(IConfiguration configuration, DateTimeOffset now)
    {
        var failures = 0;
        var options = configuration.GetSection(TlsOptions.Section).Get<TlsOptions>() ?? new TlsOptions();
        Door[] doors = [Door.Grpc, Door.Http, Door.Web];
        foreach (var settings in doors.Select(options.Of).OfType<TlsSettings>().DistinctBy(settings => settings.CertificatePath))
        {
            try
            {
                var certificate = ServerCertificate.Load(TlsFiles.Read(settings), settings);
                var left = certificate.ExpiresAt - now;
                var found = FormattableString.Invariant($"{settings.CertificatePath}: {certificate.Subject}, {left.TotalDays:0} days left");
                failures += left > TimeSpan.Zero && left < TlsCertificates.Soon
                    ? Warn("certificate", found, Renew)
                    : Tell("certificate", found, left > TimeSpan.Zero ? null : Renew);
            }
            catch (Exception exception) when (TlsFiles.IsWrong(exception))
            {
                failures += Tell(
                    "certificate",
                    exception.Message,
                    "check Correlator__Tls__CertificatePath, KeyPath and ClientCaPath, and that this user may read them");
            }
        }

        return failures;
    }

    private static async Task<bool> AnswersAsync(string endpoint, CancellationToken cancellationToken)
    {
        try
        {
            var address = Endpoint.Parse(endpoint);
            using var socket = new TcpClient();
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(TimeSpan.FromSeconds(2));
            await socket.ConnectAsync(Reachable(address.Address), address.Port, patience.Token);
            return true;
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    private static IPAddress Reachable(IPAddress address) =>
        address.Equals(IPAddress.Any) ? IPAddress.Loopback
        : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
        : address;
}
