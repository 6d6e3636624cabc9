using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Correlator.Hosting.Cli;

/// <summary>One request to a GraphQL server, and its answer told: data on standard output, errors on standard error.</summary>
internal sealed class QueryCall(Uri url, string? token)
{
    private const string EventStream = "text/event-stream";
    private const string Data = "data: ";
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private static readonly JsonSerializerOptions OneLine = new(Indented) { WriteIndented = false };

    /// <returns>0 when there was no error.</returns>
    public async Task<int> RunAsync(string document, JsonElement? variables, string? operation, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = JsonContent.Create(new { query = document, variables, operationName = operation }),
        };
        request.Headers.Accept.ParseAdd("application/graphql-response+json, application/json;q=0.9, text/event-stream;q=0.8");
        if (!string.IsNullOrEmpty(token))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (answer.Content.Headers.ContentType?.MediaType == EventStream)
        {
            return await FollowAsync(answer, cancellationToken);
        }

        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (Parse(text) is { } told && (told.ContainsKey("data") || told.ContainsKey("errors")))
        {
            return await TellAsync(told, Indented);
        }

        await Console.Error.WriteLineAsync($"{url} answered {(int)answer.StatusCode} {answer.ReasonPhrase}, which is no answer of GraphQL.");
        return 1;
    }

    private static async Task<int> FollowAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var code = 0;
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(Data, StringComparison.Ordinal) && Parse(line[Data.Length..]) is { } told)
            {
                code = Math.Max(code, await TellAsync(told, OneLine));
            }
        }

        return code;
    }

    private static async Task<int> TellAsync(JsonObject answer, JsonSerializerOptions layout)
    {
        if (answer["data"] is { } data)
        {
            Console.WriteLine(data.ToJsonString(layout));
        }

        if (answer["errors"] is not JsonArray { Count: > 0 } errors)
        {
            return 0;
        }

        foreach (var error in errors)
        {
            await Console.Error.WriteLineAsync($"Error: {error?["message"]}{Where(error)}");
        }

        return 1;
    }

    private static string Where(JsonNode? error)
    {
        var path = error?["path"] is JsonArray { Count: > 0 } steps ? $" at {string.Join('/', steps.Select(step => step?.ToString()))}" : "";
        var place = error?["locations"] is JsonArray { Count: > 0 } places ? $" (line {places[0]?["line"]}, column {places[0]?["column"]})" : "";
        var id = error?["extensions"]?["id"] is { } logged ? $"; the server's log has it as {logged}" : "";
        return path + place + id;
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
