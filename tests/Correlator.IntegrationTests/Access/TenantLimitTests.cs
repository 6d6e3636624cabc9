using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Correlator.IntegrationTests.Support;
using Correlator.Storage.Access;
using Correlator.Storage.Tenants;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Correlator.IntegrationTests.Access;

public sealed class TenantLimitTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly (string, string) Burst = ("Correlator:Limits:Burst", "00:00:01");

    [Fact]
    public async Task RequestsPerSecond_Exceeded_IsTheRetryableAnswerOfEachProtocol()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, Burst, ("Correlator:Limits:RequestsPerSecond", "1"));

        (await PostAsync(server, null)).Status.ShouldBe(HttpStatusCode.OK);
        var http = await UntilRefusedAsync(() => PostAsync(server, null), answer => answer.Status == HttpStatusCode.TooManyRequests);
        var grpc = await UntilRefusedAsync(
            () => new GrpcCall(server.Grpc, GrpcCall.TraceExport, GrpcCall.Frame([])).SendAsync(),
            answer => answer.Status == "8");
        var record = FirehoseDelivery.LogRecord("/aws/lambda/one", "stream", (TimeProvider.System.GetUtcNow(), "hello"));
        var firehose = await UntilRefusedAsync(
            () => new FirehoseDelivery("/v1/aws/logs", record).SendAsync(server),
            answer => answer.Status == HttpStatusCode.TooManyRequests);

        int.Parse(http.RetryAfter, CultureInfo.InvariantCulture).ShouldBeInRange(1, 2);
        var detail = JsonDocument.Parse(http.Body).RootElement.GetProperty("details")[0];
        detail.GetProperty("@type").GetString().ShouldBe("type.googleapis.com/google.rpc.RetryInfo");
        grpc.HasRetryInfo.ShouldBeTrue();
        firehose.Reply.GetProperty("errorMessage").GetString().ShouldNotBeNull().ShouldContain("correlator tenant set");
        await Eventually.TrueAsync(async () => (await PostAsync(server, null)).Status == HttpStatusCode.OK, "a tenant that may send again");
    }

    [Fact]
    public async Task OneTenantsLimit_IsNotTheOthers()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, Burst);
        var tenant = await Tokens.CreateTenantAsync(server, "shop");
        var token = await Tokens.CreateAsync(server, TokenScopes.Ingest, tenant);
        await LimitAsync(server, "shop", limits => limits with { BytesPerSecond = 10 });
        var body = OtlpSamples.SpansJson(OtlpSamples.NewTrace());

        await UntilRefusedAsync(() => PostAsync(server, token, body), answer => answer.Status == HttpStatusCode.TooManyRequests);

        for (var request = 0; request < 20; request++)
        {
            (await PostAsync(server, null, body)).Status.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Quota_UsedUp_IsNotRetryable_AndRaisedLetsInAgain()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var tenant = await Tokens.CreateTenantAsync(server, "shop");
        var token = await Tokens.CreateAsync(server, TokenScopes.Ingest, tenant);
        await LimitAsync(server, "shop", limits => limits with { BytesPerMonth = 1000 });

        var headers = new Dictionary<string, string> { ["x-api-key"] = token };

        var http = await UntilRefusedAsync(
            () => PostAsync(server, token, OtlpSamples.SpansJson(OtlpSamples.NewTrace())),
            answer => answer.Status == HttpStatusCode.Forbidden);
        var grpc = await new GrpcCall(server.Grpc, GrpcCall.TraceExport, GrpcCall.Frame([])) { Headers = headers }.SendAsync();

        http.RetryAfter.ShouldBe("");
        http.Body.ShouldContain("quota of the month");
        grpc.Status.ShouldBe("8");
        grpc.HasRetryInfo.ShouldBeFalse();
        await LimitAsync(server, "shop", limits => limits with { BytesPerMonth = 1_000_000 });
        await Eventually.TrueAsync(async () => (await PostAsync(server, token)).Status == HttpStatusCode.OK, "a tenant whose quota was raised");
    }

    [Fact]
    public async Task Usage_OfTwoServersAndARestart_AddsUpToWhatWasSent()
    {
        var database = await postgres.CreateDatabaseAsync();
        var bytes = 0;
        for (var run = 0; run < 2; run++)
        {
            await using var one = await CorrelatorServer.StartAsync(database);
            await using var other = await CorrelatorServer.StartAsync(database);
            foreach (var server in new[] { one, other })
            {
                var body = OtlpSamples.SpansJson(OtlpSamples.NewTrace(), count: 3);
                bytes += body.Length;
                (await PostAsync(server, null, body)).Status.ShouldBe(HttpStatusCode.OK);
                (await PostAsync(server, null, body)).Status.ShouldBe(HttpStatusCode.OK);
            }
        }

        await using var connection = new NpgsqlConnection(database);
        var usage = await connection.QuerySingleAsync<(long, long, long)>(
            "SELECT sum(requests)::bigint, sum(spans)::bigint, sum(bytes)::bigint FROM tenant_usage WHERE tenant_id = 1");
        usage.ShouldBe((4, 12, bytes));
    }

    [Fact]
    public async Task Verbs_SetShowAndList_TellLimitsAndUsage()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using (var server = await CorrelatorServer.StartAsync(database))
        {
            (await PostAsync(server, null, OtlpSamples.SpansJson(OtlpSamples.NewTrace(), count: 7))).Status.ShouldBe(HttpStatusCode.OK);
        }

        await using var verbs = new ServerProcess(database, ("Correlator__Limits__BytesPerSecond", "5000000"));
        (await verbs.RunAsync("tenant", "set", "local", "--requests-per-second", "100", "--bytes-per-month", "2000000000")).Code.ShouldBe(0);
        (await verbs.RunAsync("tenant", "set", "local", "--bytes-per-month", "none")).Code.ShouldBe(0);
        (await verbs.RunAsync("tenant", "set", "local", "--requests-per-second", "many")).Code.ShouldBe(1);
        var shown = JsonDocument.Parse((await verbs.RunAsync("tenant", "show", "local", "--json")).Output).RootElement;
        shown.GetProperty("requestsPerSecond").GetInt32().ShouldBe(100);
        shown.GetProperty("bytesPerSecond").GetInt64().ShouldBe(5_000_000);
        shown.GetProperty("bytesPerMonth").GetInt64().ShouldBe(0);
        shown.GetProperty("days")[0].GetProperty("spans").GetInt64().ShouldBe(7);
        (await verbs.RunAsync("tenant", "show", "local")).Output.ShouldContain("5,000,000  (by configuration)");
        (await verbs.RunAsync("tenant", "list")).Output.ShouldContain("local");
    }

    private static async Task LimitAsync(CorrelatorServer server, string name, Func<Tenant, Tenant> change)
    {
        var tenants = server.Services.GetRequiredService<TenantStore>();
        var changed = change((await tenants.FindAsync(name, CancellationToken.None)).ShouldNotBeNull());
        await tenants.LimitAsync(changed, CancellationToken.None);
    }

    private static async Task<T> UntilRefusedAsync<T>(Func<Task<T>> send, Func<T, bool> isRefused)
        where T : notnull => await Eventually.GetAsync(
            async () =>
            {
                var answer = await send();
                return isRefused(answer) ? new Refusal<T>(answer) : null;
            },
            () => "a refusal") is { } refusal ? refusal.Answer : throw new InvalidOperationException();

    private static async Task<(HttpStatusCode Status, string RetryAfter, string Body)> PostAsync(CorrelatorServer server, string? token, string body = "{}")
    {
        using var client = new HttpClient();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Http, "/v1/traces")) { Content = content };
        if (token is not null)
        {
            request.Headers.Add("x-api-key", token);
        }

        using var response = await client.SendAsync(request);
        var retryAfter = response.Headers.TryGetValues("Retry-After", out var after) ? after.Single() : "";
        return (response.StatusCode, retryAfter, await response.Content.ReadAsStringAsync());
    }

    private sealed record Refusal<T>(T Answer);
}
