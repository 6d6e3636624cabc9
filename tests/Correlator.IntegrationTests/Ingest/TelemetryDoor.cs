using System.Net;
using System.Text;
using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.Ingest;

/// <summary>Calls to the door for events of the Telemetry API.</summary>
internal static class TelemetryDoor
{
    /// <summary>The query by which an exporter says that the events are of this function's instance.</summary>
    public const string Billing = "?faas.name=billing&faas.version=7&deployment.environment.name=prod&faas.instance=i-1";

    public static HttpClient Client { get; } = new();

    public static Task<(HttpStatusCode Code, string Text)> PostAsync(CorrelatorServer server, string query, params string[] events) =>
        PostTextAsync(server, query, $"[{string.Join(',', events)}]");

    public static async Task<(HttpStatusCode Code, string Text)> PostTextAsync(CorrelatorServer server, string query, string body)
    {
        using var request = Request(server, query);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public static HttpRequestMessage Request(CorrelatorServer server, string query, params string[] events) =>
        new(HttpMethod.Post, new Uri(server.Http, "/v1/aws/telemetry" + query))
        {
            Content = new StringContent($"[{string.Join(',', events)}]", Encoding.UTF8, "application/json"),
        };
}
