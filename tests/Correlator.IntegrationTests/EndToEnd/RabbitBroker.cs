using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.EndToEnd;

/// <summary>A RabbitMQ of the test's own: free ports, a temporary folder, stopped and removed at the end.</summary>
internal sealed class RabbitBroker : IAsyncDisposable
{
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private readonly string _folder = Directory.CreateTempSubdirectory("correlator-rabbit-").FullName;
    private readonly int _port = FreePort.Next();
    private readonly int _portMapper = FreePort.Next();
    private Process? _process;

    private RabbitBroker()
    {
    }

    public string Url => $"amqp://guest:guest@127.0.0.1:{_port}";

    public static async Task<RabbitBroker> StartAsync()
    {
        File.Exists(Program).ShouldBeTrue("RabbitMQ is missing: run ./test, which installs it, or apt-get install rabbitmq-server.");
        var broker = new RabbitBroker();
        try
        {
            broker.Start();
            await Eventually.TrueAsync(broker.AnswersAsync, "a RabbitMQ that accepts connections");
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
            var forget = Configure(new ProcessStartInfo("epmd", ["-kill"]) { RedirectStandardOutput = true });
            using var epmd = Process.Start(forget);
            await (epmd?.WaitForExitAsync() ?? Task.CompletedTask);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private void Start()
    {
        var plugins = Path.Combine(_folder, "enabled_plugins");
        File.WriteAllText(plugins, "[].");
        var start = Configure(new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardError = true });
        _process = Process.Start(start).ShouldNotBeNull();
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private ProcessStartInfo Configure(ProcessStartInfo start)
    {
        start.WorkingDirectory = _folder;
        var environment = start.Environment;
        environment["HOME"] = _folder;
        environment["ERL_EPMD_PORT"] = $"{_portMapper}";
        environment["RABBITMQ_NODENAME"] = $"test{_port}@localhost";
        environment["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1";
        environment["RABBITMQ_NODE_PORT"] = $"{_port}";
        environment["RABBITMQ_DIST_PORT"] = $"{FreePort.Next()}";
        environment["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(_folder, "none");
        environment["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder, "rabbitmq");
        environment["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "enabled_plugins");
        environment["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder, "mnesia");
        environment["RABBITMQ_LOG_BASE"] = Path.Combine(_folder, "log");
        environment["RABBITMQ_PID_FILE"] = Path.Combine(_folder, "pid");

        // Its schedulers sleep when they have nothing to do, instead of keeping busy the processors that other tests need.
        environment["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+sbwt none +sbwtdcpu none +sbwtdio none";
        return start;
    }

    /// <summary>AMQP's own greeting: the broker sends Connection.Start to whoever opens with the protocol header.</summary>
    private async Task<bool> AnswersAsync()
    {
        _process.ShouldNotBeNull().HasExited.ShouldBeFalse("RabbitMQ ended while it started.");
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _port);
            await client.GetStream().WriteAsync("AMQP\0\0\u0009\u0001"u8.ToArray());
            return await client.GetStream().ReadAsync(new byte[7]) > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
