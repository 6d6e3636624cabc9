using System.Diagnostics;
using System.Text.Json;
using Correlator.IntegrationTests.Support;
using Correlator.Storage.Access;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Query;

/// <summary>The verb as a person runs it: a process of its own beside the server.</summary>
public sealed class QueryVerbTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow().AddSeconds(-60);

    [Fact]
    public async Task Query_FromArgumentFileAndInput_PrintsTheData()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await new OtlpRequest(("service.name", "shop"))
            .Span(OtlpSamples.NewTrace(), 1, "GET /café", SpanKind.Server, Now, [("order.id", "A-1")])
            .SendAsync(server);
        await server.JourneyAsync("A-1", _ => true);
        const string Document = "query($id: ID!) { journey(id: $id) { traces { trace { spans { name } } } } }";
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Document);

        foreach (var (given, input) in new[] { (Document, ""), (file, ""), ("-", Document) })
        {
            var (exit, output, error) = await RunAsync(input, "query", given, "--variables", """{"id": "A-1"}""", "--url", $"{server.Web}graphql");

            exit.ShouldBe(0, error);
            error.ShouldBeEmpty();
            output.ShouldContain("\"name\": \"GET /café\"");
            using var parsed = JsonDocument.Parse(output);
            parsed.RootElement.GetProperty("journey").GetProperty("traces").GetArrayLength().ShouldBe(1);
        }

        File.Delete(file);
    }

    [Fact]
    public async Task Query_WithErrors_TellsThemAndFails()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var url = $"{server.Web}graphql";

        var invalid = await RunAsync("", "query", "{ nothing }", "--url", url);
        var partial = await RunAsync("", "query", """{ ingestHealth { lagSeconds } trace(id: "abc") { traceId } }""", "--url", url);
        var nobody = await RunAsync("", "query", "{ ingestHealth { lagSeconds } }", "--url", "http://127.0.0.1:1/graphql");
        var noDocument = await RunAsync("", "query", "no-such-file", "--url", url);
        var noJson = await RunAsync("", "query", "{ ingestHealth { lagSeconds } }", "--variables", "[1]", "--url", url);

        (invalid.Exit, partial.Exit, nobody.Exit, noDocument.Exit, noJson.Exit).ShouldBe((1, 1, 1, 1, 1));
        invalid.Error.ShouldContain("Error: Cannot query field \"nothing\" on type \"Query\". (line 1, column 3)");
        invalid.Output.ShouldBeEmpty();
        partial.Output.ShouldContain("lagSeconds");
        partial.Error.ShouldContain("no trace id: those have 32 hex digits. at trace (line 1, column 31)");
        nobody.Error.ShouldContain("Nobody serves GraphQL at http://127.0.0.1:1/graphql");
        noDocument.Error.ShouldContain("'no-such-file' is neither a GraphQL document nor a file.");
        noJson.Error.ShouldContain("--variables takes a JSON object");
    }

    [Fact]
    public async Task Query_WhereATokenIsNeeded_SaysSoAndTakesOne()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, ("Correlator:Auth:Required", "true"));

        string[] ask = ["query", "{ ingestHealth { lagSeconds } }", "--url", $"{server.Web}graphql"];
        var token = await Tokens.CreateAsync(server, TokenScopes.Read);

        var without = await RunAsync("", ask);
        var wrong = await RunAsync("", [.. ask, "--token", "nonsense"]);
        var right = await RunAsync("", [.. ask, "--token", token]);

        (without.Exit, wrong.Exit, right.Exit).ShouldBe((1, 1, 0));
        without.Error.ShouldContain("No valid token was shown.");
        wrong.Error.ShouldContain("No valid token was shown.");
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "correlator.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start).ShouldNotBeNull();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
