using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Correlator.Ingest;
using Correlator.Ingest.Tls;

namespace Correlator.Hosting.Cli;

/// <summary><c>correlator query</c>: runs a GraphQL document against a running server.</summary>
internal static class QueryCommand
{
    private const string TokenVariable = "CORRELATOR_TOKEN";

    public static Command Create()
    {
        var document = new Argument<string>("document") { Description = "The GraphQL document, a file that holds it, or - for standard input" };
        var variables = new Option<JsonElement?>("--variables") { CustomParser = Json, Description = "Values of the document's variables: a JSON object" };
        var operation = new Option<string>("--operation") { Description = "Which operation to run, if the document has several" };
        var url = new Option<Uri>("--url") { CustomParser = Address, Description = "Where GraphQL is served; the server's own endpoint unless given" };
        var token = new Option<string>("--token") { Description = $"A token with the scope read; that of {TokenVariable} unless given" };
        var command = new Command(
            "query",
            "Run a GraphQL document against a running server and print the data. A subscription prints a line for each event until Ctrl-C.")
        {
            document,
            variables,
            operation,
            url,
            token,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(document),
            parsed.GetValue(variables),
            parsed.GetValue(operation),
            parsed.GetValue(url) ?? Own(),
            parsed.GetValue(token) ?? Environment.GetEnvironmentVariable(TokenVariable),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string document,
        JsonElement? variables,
        string? operation,
        Uri url,
        string? token,
        CancellationToken cancellationToken)
    {
        if (await TextAsync(document, cancellationToken) is not { } text)
        {
            await Console.Error.WriteLineAsync(
                $"'{document}' is neither a GraphQL document nor a file. A document has braces, as in '{{ ingestHealth {{ lagSeconds }} }}'.");
            return 1;
        }

        try
        {
            return await new QueryCall(url, token).RunAsync(text, variables, operation, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            await Console.Error.WriteLineAsync(
                $"Nobody serves GraphQL at {url}: {exception.Message.TrimEnd('.')}. Start the server with ./run, or name another one with --url.");
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is how a subscription ends.
            return 0;
        }
    }

    /// <summary>A document always has a brace, and no one names a file with one.</summary>
    private static async Task<string?> TextAsync(string given, CancellationToken cancellationToken) =>
        given == "-" ? await Console.In.ReadToEndAsync(cancellationToken)
        : given.Contains('{', StringComparison.Ordinal) ? given
        : File.Exists(given) ? await File.ReadAllTextAsync(given, cancellationToken)
        : null;

    private static Uri Own()
    {
        var configuration = CorrelatorApplication.CreateBuilder().Configuration;
        var endpoint = Ingest.Endpoint.Parse(configuration[$"{HostingOptions.Section}:{nameof(HostingOptions.Endpoint)}"] ?? new HostingOptions().Endpoint);
        var tls = configuration.GetSection(TlsOptions.Section).Get<TlsOptions>()?.Of(Door.Web);
        var isAnywhere = endpoint.Address.Equals(System.Net.IPAddress.Any) || endpoint.Address.Equals(System.Net.IPAddress.IPv6Any);
        return new Uri($"{(tls is null ? "http" : "https")}://{(isAnywhere ? $"127.0.0.1:{endpoint.Port}" : endpoint)}/graphql");
    }

    private static JsonElement? Json(ArgumentResult typed)
    {
        try
        {
            using var parsed = JsonDocument.Parse(typed.Tokens.Single().Value);
            if (parsed.RootElement.ValueKind == JsonValueKind.Object)
            {
                return parsed.RootElement.Clone();
            }
        }
        catch (JsonException)
        {
            // Told below.
        }

        typed.AddError("--variables takes a JSON object such as {\"id\": \"A-1001\"}.");
        return null;
    }

    private static Uri? Address(ArgumentResult typed)
    {
        if (Uri.TryCreate(typed.Tokens.Single().Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address;
        }

        typed.AddError($"{typed.Tokens.Single().Value} is not an address such as http://127.0.0.1:8080/graphql.");
        return null;
    }
}
