using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Correlator.IntegrationTests.Query.Graph;

/// <summary>Nobody waits for an answer any more: then the database does not work on it either.</summary>
public sealed class GraphCancellationTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string List = "{ functions { nodes { name } } }";
    private const string Loaded = "query($id: ID!, $trace: ID!) { node(id: $id) { id } trace(id: $trace) { spans { name } } }";
    private const string Resolved = "{ journeys(where: {functions: [\"shop\"]}) { nodes { journeyId } } }";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Documents => [List, Loaded, Resolved];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Statements_CallerHangsUp_AreCancelled(string document)
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var variables = await PrepareAsync(server);
        await using var jam = await JamAsync(server);
        using var caller = new CancellationTokenSource(Patience, TimeProvider.System);
        using var client = new HttpClient();
        var asking = client.PostAsJsonAsync(new Uri(server.Web, "/graphql"), new { query = document, variables }, caller.Token);
        await WaitingAsync(server, isAny: true);

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => asking);
        await WaitingAsync(server, isAny: false);
    }

    [Fact]
    public async Task Statements_SocketCompletesOrCloses_AreCancelled()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await PrepareAsync(server);
        await using var jam = await JamAsync(server);
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(new UriBuilder(new Uri(server.Web, "/graphql")) { Scheme = "ws" }.Uri, patience.Token);
        await SendAsync("""{"type": "connection_init"}""");
        await socket.ReceiveAsync(new byte[100], patience.Token);
        var subscribe = JsonSerializer.Serialize(new { type = "subscribe", id = "1", payload = new { query = List } });

        await SendAsync(subscribe);
        await WaitingAsync(server, isAny: true);
        await SendAsync("""{"type": "complete", "id": "1"}""");
        await WaitingAsync(server, isAny: false);

        await SendAsync(subscribe);
        await WaitingAsync(server, isAny: true);
        socket.Abort();
        await WaitingAsync(server, isAny: false);

        Task SendAsync(string message) => socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, patience.Token);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Statements_TimeIsUp_AreCancelledAndToldSo(string document)
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, ("Correlator:Query:Timeout", "00:00:01"));
        var variables = await PrepareAsync(server);
        await using var jam = await JamAsync(server);
        var asking = server.AnswerAsync(document, variables);
        await WaitingAsync(server, isAny: true);

        (await asking).Text("errors", "0", "message").ShouldBe("The operation did not end within 1 seconds.");
        await WaitingAsync(server, isAny: false);
    }

    private static async Task<object> PrepareAsync(CorrelatorServer server)
    {
        var trace = OtlpSamples.NewTrace();
        await new OtlpRequest(("service.name", "shop")).Span(trace, 1, "GET /", SpanKind.Server, TimeProvider.System.GetUtcNow(), []).SendAsync(server);
        await server.CorrelatedAsync();
        return new { id = (await server.AskAsync("{ functions { nodes { id } } }")).Text("functions", "nodes", "0", "id"), trace = trace.ToString() };
    }

    /// <summary>Whoever reads functions or blocks has to wait for this connection.</summary>
    private static async Task<NpgsqlConnection> JamAsync(CorrelatorServer server)
    {
        var jam = await server.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE function, trace_block IN ACCESS EXCLUSIVE MODE", jam);
        await command.ExecuteNonQueryAsync();
        return jam;
    }

    /// <summary>Detection reads functions too: only what a caller asks for counts.</summary>
    private static Task WaitingAsync(CorrelatorServer server, bool isAny)
    {
        const string waits =
            """
            datname = current_database() AND wait_event_type = 'Lock'
            AND (query LIKE 'SELECT function_id, environment%' OR query LIKE 'SELECT block_id%')
            """;
        return Eventually.TrueAsync(
            async () => await server.CountAsync("pg_stat_activity", waits) > 0 == isAny,
            isAny ? "a statement that waits" : "none that waits");
    }
}
