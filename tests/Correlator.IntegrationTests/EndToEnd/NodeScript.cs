using System.Diagnostics;
using System.Text.Json;
using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.EndToEnd;

/// <summary>Runs one of the programs in <c>node/</c> against a server and reads the JSON line that it prints.</summary>
internal static class NodeScript
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    public static async Task<JsonElement> RunAsync(
        CorrelatorServer server,
        string script,
        IReadOnlyList<string> arguments,
        params (string Name, string Value)[] environment)
    {
        var start = Start(server, script, arguments);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start).ShouldNotBeNull();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            process.ExitCode.ShouldBe(0, $"{script}: {await errors}");
            var line = (await output).Trim();
            return line.Length == 0 ? default : JsonDocument.Parse(line).RootElement;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>How to start a program whose exporters send to a server.</summary>
    public static ProcessStartInfo Start(CorrelatorServer server, string script, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Folder(), script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OTLP_GRPC"] = server.Grpc.ToString().TrimEnd('/');
        start.Environment["OTLP_HTTP"] = server.Http.ToString().TrimEnd('/');
        return start;
    }

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var node = Path.Combine(folder.FullName, "tests", "Correlator.IntegrationTests", "node");
            if (Directory.Exists(Path.Combine(node, "node_modules")))
            {
                return node;
            }
        }

        throw new InvalidOperationException(
            "The Node programs of the end-to-end tests are not installed: run ./test, which does it, "
            + "or npm ci in tests/Correlator.IntegrationTests/node.");
    }
}
