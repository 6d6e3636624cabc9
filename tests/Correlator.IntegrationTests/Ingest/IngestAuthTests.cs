using System.Net;
using System.Text;
using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.Ingest;

public sealed class IngestAuthTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Export_WithATokenConfigured_NeedsIt()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, ("Correlator:Auth:Token", "s3cret"));
        var shown = new Dictionary<string, string> { ["authorization"] = "Bearer s3cret" };
        var call = new GrpcCall(server.Grpc, GrpcCall.TraceExport, GrpcCall.Frame([]));
        using var client = new HttpClient();

        (await call.SendAsync()).Status.ShouldBe("16");
        (await (call with { Headers = shown }).SendAsync()).Status.ShouldBe("0");
        (await PostAsync(client, server)).ShouldBe(HttpStatusCode.Unauthorized);
        client.DefaultRequestHeaders.Add("x-api-key", "s3cret");
        (await PostAsync(client, server)).ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, CorrelatorServer server)
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(server.Http, "/v1/traces"), content);
        return response.StatusCode;
    }
}
