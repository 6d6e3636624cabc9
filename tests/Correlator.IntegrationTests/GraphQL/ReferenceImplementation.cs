using System.Diagnostics;
using System.Text.Json;

namespace Correlator.IntegrationTests.GraphQL;

/// <summary>Asks graphql-js, the reference implementation.</summary>
internal static class ReferenceImplementation
{
    public static async Task<JsonElement[]> VerdictsAsync(string schema, IReadOnlyList<string> documents)
    {
        var start = new ProcessStartInfo("node", "graphql.js") { WorkingDirectory = Path.Combine(Support.Checkout.Root, "tests", "Correlator.IntegrationTests", "node"), RedirectStandardInput = true, RedirectStandardOutput = true };
        using var node = Process.Start(start)!;
        var answer = node.StandardOutput.ReadToEndAsync();
        await JsonSerializer.SerializeAsync(node.StandardInput.BaseStream, new { schema, documents });
        node.StandardInput.Close();
        using var verdicts = JsonDocument.Parse(await answer);
        await node.WaitForExitAsync();
        return [.. verdicts.RootElement.EnumerateArray().Select(verdict => verdict.Clone())];
    }
}
