using System.Text.Json;
using Npgsql;

namespace Correlator.Storage.Embedded;

/// <summary>
/// The Postgres that Correlator brings along: reachable by a socket in the data folder only. Detached from the terminal, so that Ctrl-C reaches
/// it through us, after the last commit, and not beside us. A server that was killed leaves it running; the next start adopts it.
/// </summary>
/// <param name="settings">Besides our own, which they go before.</param>
internal sealed class EmbeddedPostgres(DataFolder folder, Lazy<string> programs, ILogger<EmbeddedPostgres> logger, params IReadOnlyList<string> settings)
{
    public const string Database = "correlator";
    private const string User = "correlator";

    private static readonly string[] Settings =
    [
        "listen_addresses=", "max_connections=60", "shared_buffers=256MB", "max_wal_size=4GB", "checkpoint_timeout=15min", "wal_buffers=32MB",
        "synchronous_commit=on", "fsync=on", "jit=off", "autovacuum_naptime=20s", "log_min_messages=warning", "timezone=UTC",
    ];

    private const int MaxWaits = 20;
    private static readonly TimeSpan WaitForOrphans = TimeSpan.FromMilliseconds(500);
    private FileStream? _claim;
    private string? _reachablePrograms;

    public string ConnectionString => ConnectionTo(Database);

    private string LogFile => Path.Combine(folder.Path, "postgres.log");

    /// <summary>Whether this process has started it, or adopted it, and not stopped it yet.</summary>
    public bool IsOurs => _claim is not null;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        RestoreSymlinks();
        var version = await VersionAsync(cancellationToken);
        var major = version.Split('.')[0];
        await CheckVersionAsync(major, cancellationToken);
        await PrepareFoldersAsync(cancellationToken);
        await MakeReachableAsync(version, cancellationToken);
        _claim = Claim();
        if (!File.Exists(Path.Combine(folder.Cluster, "PG_VERSION")))
        {
            await RunAsync(
                "initdb",
                ["-D", folder.Cluster, "-U", User, "-E", "UTF8", "--locale=C", "--auth-local=trust", "--auth-host=reject", "--no-instructions"],
                cancellationToken);
        }

        await LaunchAsync(cancellationToken);
        await CreateDatabaseAsync(cancellationToken);
        logger.EmbeddedReady(major, folder.Path);
    }

    /// <summary>Starts it again if it has died.</summary>
    /// <returns>Whether it had.</returns>
    public async Task<bool> ReviveAsync(CancellationToken cancellationToken) => IsOurs && await LaunchAsync(cancellationToken);

    /// <summary>Ends it after its clients are done or cut off; the data stays.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_claim is null)
        {
            // Never started, or started by another server: not ours to stop.
            return;
        }

        NpgsqlConnection.ClearAllPools();
        await ExitCodeAsync("pg_ctl", ["stop", "-D", folder.Cluster, "-m", "fast", "-w"], cancellationToken);
        await _claim.DisposeAsync();
        _claim = null;
        logger.EmbeddedStopped();
    }

    /// <returns>False when it runs already.</returns>
    private async Task<bool> LaunchAsync(CancellationToken cancellationToken)
    {
        if (await ExitCodeAsync("pg_ctl", ["status", "-D", folder.Cluster], cancellationToken) == 0)
        {
            return false;
        }

        var options = string.Join(' ', Settings.Concat(settings).Select(setting => $"-c {setting}"));
        for (var waits = 0; ; waits++)
        {
            try
            {
                await RunAsync(
                    "pg_ctl",
                    ["start", "-D", folder.Cluster, "-w", "-t", "60", "-l", LogFile, "-o", $"-k {folder.Socket} {options}"],
                    cancellationToken);
                return true;
            }
            catch (EmbeddedPostgresException) when (waits < MaxWaits && IsStillInUse())
            {
                // What a Postgres that was killed had started ends by itself, soon; until then its memory keeps a new one from starting.
                await Task.Delay(WaitForOrphans, TimeProvider.System, cancellationToken);
            }
        }
    }

    private bool IsStillInUse() =>
        File.Exists(LogFile) && File.ReadLines(LogFile).TakeLast(5).Any(line => line.Contains("still in use", StringComparison.Ordinal));

    /// <summary>
    /// One server per data folder: a second one would stop the database under the first. The system frees the claim with its process, however that ends.
    /// </summary>
    private FileStream Claim()
    {
        try
        {
            return new FileStream(Path.Combine(folder.Path, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new EmbeddedPostgresException(
                $"Another Correlator server uses the data folder {folder.Path}. Stop it, or name another folder in CORRELATOR_DATA.");
        }
    }

    private string ConnectionTo(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = folder.Socket,
        Username = User,
        Database = database,
        MaxPoolSize = 40,
        Timeout = 5,
        CommandTimeout = 60,
    }.ConnectionString;

    private async Task CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionTo("postgres") + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand("SELECT count(*) FROM pg_database WHERE datname = $1", connection)
        {
            Parameters = { new() { Value = Database } },
        };
        if (await exists.ExecuteScalarAsync(cancellationToken) is 0L)
        {
            await using var create = new NpgsqlCommand($"CREATE DATABASE {Database}", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private async Task CheckVersionAsync(string version, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder.Cluster, "PG_VERSION");
        if (File.Exists(file) && (await File.ReadAllTextAsync(file, cancellationToken)).Trim() is var found && found != version)
        {
            throw new EmbeddedPostgresException(
                $"The data in {folder.Path} was made by Postgres {found}, and this Correlator brings Postgres {version}. "
                + "Name another folder in CORRELATOR_DATA, or move the data with pg_dump.");
        }
    }

    private async Task PrepareFoldersAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder.Path);
        Directory.CreateDirectory(folder.Cluster);
        Directory.CreateDirectory(folder.Socket);
        if (OtherUser.IsNeeded)
        {
            var user = await OtherUser.NameAsync(cancellationToken);
            await SystemProgram.MustRunAsync("chown", ["-R", $"{user}:", folder.Path, folder.Socket], cancellationToken);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.Cluster, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.SetUnixFileMode(folder.Socket, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>npm packages hold no links: the package lists them, and they are made again at the first start.</summary>
    private void RestoreSymlinks()
    {
        var list = Path.Combine(programs.Value, "pg-symlinks.json");
        if (!File.Exists(list))
        {
            return;
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(list));
        foreach (var link in document.RootElement.EnumerateArray())
        {
            var target = Path.Combine(programs.Value, "..", link.GetProperty("target").GetString() ?? "");
            if (!File.Exists(target))
            {
                File.CreateSymbolicLink(target, Path.GetFileName(link.GetProperty("source").GetString() ?? ""));
            }
        }
    }

    /// <summary>A folder under /root is closed to the other user: the programs are then copied to the data folder, which must be open.</summary>
    private async Task MakeReachableAsync(string version, CancellationToken cancellationToken)
    {
        if (!OtherUser.IsNeeded)
        {
            return;
        }

        if (!await OtherUser.CanReachAsync(folder.Cluster, cancellationToken))
        {
            throw new EmbeddedPostgresException(
                $"The user {await OtherUser.NameAsync(cancellationToken)}, as whom Postgres runs because it refuses to run as root, "
                + $"cannot enter {folder.Path}. Name another folder in CORRELATOR_DATA.");
        }

        if (!await OtherUser.CanReachAsync(Path.Combine(programs.Value, "bin"), cancellationToken))
        {
            _reachablePrograms = Path.Combine(folder.Path, $"programs-{version}");
            if (!Directory.Exists(_reachablePrograms))
            {
                // Moved into place when whole: a copy that was cut off is made again.
                var copy = _reachablePrograms + ".part";
                await SystemProgram.MustRunAsync("rm", ["-rf", copy], cancellationToken);
                await SystemProgram.MustRunAsync("cp", ["-a", programs.Value, copy], cancellationToken);
                await SystemProgram.MustRunAsync("chmod", ["-R", "a+rX", copy], cancellationToken);
                Directory.Move(copy, _reachablePrograms);
            }
        }
    }

    private async Task<string> VersionAsync(CancellationToken cancellationToken)
    {
        // "postgres (PostgreSQL) 18.4" -> "18.4"
        var (code, output) = await SystemProgram.RunAsync(Path.Combine(programs.Value, "bin", "postgres"), ["--version"], cancellationToken);
        return code == 0
            ? output.Trim().Split(' ')[2]
            : throw new EmbeddedPostgresException($"The embedded Postgres in {programs.Value} does not run on this machine: {output.Trim()}");
    }

    private async Task RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var (code, output) = await ProgramAsync(program, arguments, cancellationToken);
        if (code != 0)
        {
            throw new EmbeddedPostgresException(
                $"The embedded Postgres did not start ({program} exited with {code}); see {LogFile}. {output.Trim().ReplaceLineEndings(" ")}");
        }
    }

    private async Task<int> ExitCodeAsync(string program, string[] arguments, CancellationToken cancellationToken) =>
        (await ProgramAsync(program, arguments, cancellationToken)).Code;

    private async Task<(int Code, string Output)> ProgramAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_reachablePrograms ?? programs.Value, "bin", program);
        return OtherUser.IsNeeded
            ? await OtherUser.RunAsync(path, arguments, cancellationToken)
            : await SystemProgram.RunAsync(path, arguments, cancellationToken);
    }
}
