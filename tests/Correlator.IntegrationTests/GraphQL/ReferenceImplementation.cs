using System.Diagnostics;
using System.Text.Json;

namespace Correlator.IntegrationTests.GraphQL;

/// <summary>Asks graphql-js, the reference implementation.</summary>
internal static class ReferenceImplementation
{
    public static Task<JsonElement[]> VerdictsAsync(string schema, IReadOnlyList<string> documents) => AskAsync("graphql.js", new { schema, documents });

    public static Task<JsonElement[]> AnswersAsync(string schema, IReadOnlyList<(string Document, Dictionary<string, object?> Variables)> cases) =>
        AskAsync("execute.js", new { schema, cases = cases.Select(pair => new { document = pair.Document, variables = pair.Variables }) });

    private static async Task<JsonElement[]> AskAsync<T>(string script, T question)
    {
        var start = new ProcessStartInfo("node", script)
        {
            WorkingDirectory = Path.Combine(Support.Checkout.Root, "tests", "Correlator.IntegrationTests", "node"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var answer = node.StandardOutput.ReadToEndAsync();
        await JsonSerializer.SerializeAsync(node.StandardInput.BaseStream, question);
        node.StandardInput.Close();
        var said = await node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        using var answers = JsonDocument.Parse(node.ExitCode == 0 ? await answer : throw new InvalidOperationException(said));
        return [.. answers.RootElement.EnumerateArray().Select(one => one.Clone())];
    }
}
