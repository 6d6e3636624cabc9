using System.Diagnostics;
using System.Net;
using System.Text;
using Correlator.Storage.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace Correlator.IntegrationTests.Support;

/// <summary>The executable as a user starts it, with ports and a data folder of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly string Executable = Path.Combine(Checkout.Root, "src", "Correlator", "bin", Configuration(), "net10.0", "correlator");
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly Dictionary<string, string> _environment = [];
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private Process? _process;

    public ServerProcess(string? connectionString = null, params (string Key, string Value)[] environment)
    {
        Grpc = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        Http = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        Web = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        DataFolder = Directory.CreateTempSubdirectory("correlator-run-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            // Postgres may run as another user, who must be able to reach its folder.
            File.SetUnixFileMode(DataFolder, (UnixFileMode)0b111_101_101);
        }

        _environment["CORRELATOR_DATA"] = DataFolder;
        _environment["ConnectionStrings__Correlator"] = connectionString ?? "";
        _environment["Correlator__Ingest__GrpcEndpoint"] = Grpc.Authority;
        _environment["Correlator__Ingest__HttpEndpoint"] = Http.Authority;
        _environment["Correlator__Hosting__Endpoint"] = Web.Authority;
        foreach (var (key, value) in environment)
        {
            _environment[key] = value;
        }
    }

    public Uri Grpc { get; }

    public Uri Http { get; }

    public Uri Web { get; }

    public string DataFolder { get; }

    public int ProcessId => Running.Id;

    /// <summary>Everything that was written, to whichever stream.</summary>
    public string Output => Said(_output);

    /// <summary>What was written to standard error.</summary>
    public string Errors => Said(_errors);

    /// <summary>How the embedded database of this server is reached.</summary>
    public string EmbeddedConnectionString => new EmbeddedPostgres(
        new DataFolder(DataFolder),
        new Lazy<string>(() => PostgresBinaries.Find("")),
        NullLogger<EmbeddedPostgres>.Instance).ConnectionString;

    /// <summary>Starts the server and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        _process = Launch("serve");
        await Eventually.TrueAsync(
            async () => _process.HasExited
                ? throw new InvalidOperationException($"The server ended with {_process.ExitCode}: {Output}")
                : (await HealthAsync("ready")).Code == HttpStatusCode.OK,
            "a server that is ready");
    }

    /// <summary>Runs a verb to its end.</summary>
    public async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        foreach (var heard in new[] { _output, _errors })
        {
            lock (heard)
            {
                heard.Clear();
            }
        }

        using var process = Launch(arguments);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, Output);
    }

    public async Task<(HttpStatusCode? Code, string Body)> HealthAsync(string what)
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri(Web, $"/healthz/{what}"));
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException)
        {
            return (null, "");
        }
    }

    /// <summary>As if the machine had pulled the plug on it: no handler runs.</summary>
    public async Task KillAsync()
    {
        Running.Kill();
        await Running.WaitForExitAsync();
    }

    /// <summary>Ctrl-C's gentler brother.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", Running.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<int> ExitCodeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await Running.WaitForExitAsync(patience.Token);
        return Running.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            Terminate();
            await ExitCodeAsync();
        }

        _process?.Dispose();
        Directory.Delete(DataFolder, recursive: true);
    }

    private Process Running => _process ?? throw new InvalidOperationException("The server was not started.");

    private Process Launch(params string[] arguments)
    {
        var start = new ProcessStartInfo(Executable, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in _environment)
        {
            start.Environment[key] = value;
        }

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Hear(_output, line.Data);
        process.ErrorDataReceived += (_, line) =>
        {
            Hear(_output, line.Data);
            Hear(_errors, line.Data);
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static void Hear(StringBuilder by, string? line)
    {
        if (line is not null)
        {
            lock (by)
            {
                by.AppendLine(line);
            }
        }
    }

    private static string Said(StringBuilder heard)
    {
        lock (heard)
        {
            return heard.ToString();
        }
    }

    private static string Configuration() =>
        AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar).Contains("Release") ? "Release" : "Debug";
}
