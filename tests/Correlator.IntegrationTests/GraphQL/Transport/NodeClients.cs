using System.Diagnostics;
using System.Text.Json;
using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.GraphQL.Transport;

/// <summary>Runs one of the programs in <c>node/</c> against an address and reads the JSON that it prints.</summary>
internal static class NodeClients
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    public static async Task<JsonElement> RunAsync(string script, Uri address, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [script, address.ToString(), .. arguments])
        {
            WorkingDirectory = Path.Combine(Checkout.Root, "tests", "Correlator.IntegrationTests", "node"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start).ShouldNotBeNull();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var (output, errors) = (node.StandardOutput.ReadToEndAsync(patience.Token), node.StandardError.ReadToEndAsync(patience.Token));
            await node.WaitForExitAsync(patience.Token);
            node.ExitCode.ShouldBe(0, await errors);
            return JsonElement.Parse(await output);
        }
        finally
        {
            if (!node.HasExited)
            {
                node.Kill(entireProcessTree: true);
            }
        }
    }
}
