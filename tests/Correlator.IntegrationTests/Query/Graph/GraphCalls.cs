using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.Query.Graph;

/// <summary>Asks a server over HTTP, as a client of GraphQL does.</summary>
internal static class GraphCalls
{
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>The data of an answer without errors.</summary>
    public static async Task<JsonElement> AskAsync(this CorrelatorServer server, string document, object? variables = null, string? token = null)
    {
        var answer = await server.AnswerAsync(document, variables, token);
        answer.TryGetProperty("errors", out var errors).ShouldBeFalse(errors.ToString());
        return answer.GetProperty("data");
    }

    /// <summary>The whole answer.</summary>
    public static async Task<JsonElement> AnswerAsync(this CorrelatorServer server, string document, object? variables = null, string? token = null)
    {
        using var request = Post(server, new { query = document, variables });
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await Client.SendAsync(request);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>The data of each event of a subscription, over server-sent events.</summary>
    public static async IAsyncEnumerable<string> SubscribeAsync(
        this CorrelatorServer server,
        string document,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = Post(server, new { query = document });
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var answer = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("data: {", StringComparison.Ordinal))
            {
                yield return line["data: ".Length..];
            }
        }
    }

    public static string Text(this JsonElement element, params string[] path) => At(element, path).ToString();

    public static JsonElement At(this JsonElement element, params string[] path) =>
        path.Aggregate(element, (found, step) => int.TryParse(step, out var index) ? found[index] : found.GetProperty(step));

    public static IEnumerable<JsonElement> List(this JsonElement element, params string[] path) => element.At(path).EnumerateArray();

    private static HttpRequestMessage Post(CorrelatorServer server, object body) =>
        new(HttpMethod.Post, new Uri(server.Web, "/graphql")) { Content = JsonContent.Create(body) };
}
