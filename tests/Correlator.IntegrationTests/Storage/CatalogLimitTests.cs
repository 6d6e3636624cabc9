using System.Diagnostics.Metrics;
using Correlator.Correlation;
using Correlator.IntegrationTests.Support;
using Correlator.Storage;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Storage;

/// <summary>Names that hold the id of a request or an instance: telemetry is kept whole, and the lists of functions and queues stay lists.</summary>
public sealed class CatalogLimitTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Several = 20;
    private const int Many = 2_000;
    private static readonly (string, string)[] ThreeFunctions = [("Correlator:Storage:MaxFunctions", "3")];
    private static readonly (string, string)[] TwoQueues = [("Correlator:Storage:MaxQueues", "2")];
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow().AddSeconds(-60);

    [Fact]
    public async Task Export_MoreFunctionsThanMayBe_TellsTheRestAsOther()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, ThreeFunctions);
        using var lookups = new LookupCounter();
        TraceId last = default;
        for (var number = 1; number <= Several; number++)
        {
            last = await SendAsync(server, $"handler-{number}");
        }

        await server.CorrelatedAsync();

        (await server.TextAsync("SELECT string_agg(name, ', ' ORDER BY name) FROM function")).ShouldBe("(other), handler-1, handler-2, handler-3");
        (await InvocationsAsync(server, "(other)")).ShouldBe(Several - 3);
        var span = (await server.SpansAsync(last)).ShouldHaveSingleItem();
        span.Resource.Attributes.ShouldContain(attribute => attribute.ToString().Contains($"handler-{Several}"));
        lookups.Count.ShouldBeGreaterThanOrEqualTo(Several - 3);
    }

    /// <summary>What a server starts with is what is stored, not what comes first.</summary>
    [Fact]
    public async Task Export_ServerStartedAgainWithAFullCatalog_KnowsTheFunctionsThatThereAre()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using (var first = await CorrelatorServer.StartAsync(database, ThreeFunctions))
        {
            foreach (var name in new[] { "a", "b", "c" })
            {
                await SendAsync(first, name);
            }
        }

        await using var server = await CorrelatorServer.StartAsync(database, ThreeFunctions);
        await SendAsync(server, "d");
        await SendAsync(server, "b");
        await server.CorrelatedAsync();

        (await InvocationsAsync(server, "b")).ShouldBe(2);
        (await InvocationsAsync(server, "(other)")).ShouldBe(1);
    }

    /// <summary>A platform's log tells the name alone; the function has an environment besides.</summary>
    [Fact]
    public async Task Export_ReportOfAFunctionInAFullCatalog_IsOfThatFunction()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, ThreeFunctions);
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            await SendAsync(server, name, "prod");
        }

        foreach (var name in new[] { "b", "e" })
        {
            await new OtlpRequest(("cloud.platform", "aws_lambda"), ("faas.name", name))
                .Log($"REPORT RequestId: {Guid.NewGuid()}\tDuration: 5.00 ms\tBilled Duration: 5 ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB", Now)
                .SendAsync(server);
        }

        await server.CorrelatedAsync();

        (await InvocationsAsync(server, "b")).ShouldBe(2);
        (await InvocationsAsync(server, "(other)")).ShouldBe(2);
        (await server.CountAsync("function")).ShouldBe(4);
    }

    [Fact]
    public async Task Export_OneRequestOfManyFunctions_AddsNoMoreThanMayBe()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, ThreeFunctions);
        var request = new OtlpRequest(("service.name", "fleet"));
        for (ulong number = 1; number <= Many; number++)
        {
            request.Span(OtlpSamples.NewTrace(), number, "work", SpanKind.Server, Now, [("faas.name", $"handler-{number}")]);
        }

        await request.SendAsync(server);
        await server.CorrelatedAsync();

        (await server.CountAsync("function")).ShouldBe(4);
        (await server.CountAsync("invocation")).ShouldBe(Many);
        (await server.CountAsync("journey")).ShouldBe(Many);
    }

    [Fact]
    public async Task Export_MoreQueuesThanMayBe_JoinsTheirMessagesAllTheSame()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, TwoQueues);
        await SendMessageAsync(server, "orders");
        await SendMessageAsync(server, "invoices");
        var publisher = await SendMessageAsync(server, "amq.gen-7f3a");

        var journey = await server.JourneyAsync(publisher.ToString(), found => found is { Traces.Count: 2, Messages.Count: 1 });

        journey.Messages[0].State.ShouldBe(MessageState.Processed);
        (await server.TextAsync("SELECT string_agg(destination, ', ' ORDER BY destination) FROM queue")).ShouldBe("(other), invoices, orders");
    }

    /// <summary>A queue that is one too many still tells that it takes dead letters; one that is known may come to.</summary>
    [Fact]
    public async Task Export_DeadLetterQueueBeyondTheLimit_TakesDeadLetters()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres, TwoQueues);
        await SendMessageAsync(server, "orders");
        await SendMessageAsync(server, "invoices");
        var publisher = await SendMessageAsync(server, "refunds-dlq");

        var journey = await server.JourneyAsync(publisher.ToString(), found => found.Messages.Count == 1);

        journey.Messages[0].State.ShouldBe(MessageState.DeadLettered);
        (await server.TextAsync("SELECT string_agg(destination, ', ') FROM queue WHERE is_dead_letter")).ShouldBe("(other dead letters)");
    }

    private static async Task<TraceId> SendAsync(CorrelatorServer server, string function, string environment = "default")
    {
        var trace = OtlpSamples.NewTrace();
        await new OtlpRequest(("faas.name", function), ("deployment.environment", environment))
            .Span(trace, 1, "work", SpanKind.Server, Now, [])
            .SendAsync(server);
        return trace;
    }

    /// <returns>The publisher's trace; the consumer has another.</returns>
    private static async Task<TraceId> SendMessageAsync(CorrelatorServer server, string queue)
    {
        var (publisher, consumer) = (OtlpSamples.NewTrace(), OtlpSamples.NewTrace());
        (string, object)[] message =
            [("messaging.system", "rabbitmq"), ("messaging.destination.name", queue), ("messaging.message.id", Guid.NewGuid().ToString())];
        await new OtlpRequest(("service.name", "shop"))
            .Span(publisher, 1, $"{queue} send", SpanKind.Producer, Now, [.. message, ("messaging.operation.type", "send")])
            .Span(consumer, 2, $"{queue} process", SpanKind.Consumer, Now.AddSeconds(1), [.. message, ("messaging.operation.type", "process")])
            .SendAsync(server);
        return publisher;
    }

    private static Task<long> InvocationsAsync(CorrelatorServer server, string function) =>
        server.CountAsync("invocation", $"function_id IN (SELECT function_id FROM function WHERE name = '{function}')");

    /// <summary>What the server tells of look-ups beyond the limit.</summary>
    private sealed class LookupCounter : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _count;

        public LookupCounter()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == StorageMetrics.MeterName && instrument.Name == "correlator.storage.beyond_limit")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _count, value));
            _listener.Start();
        }

        public long Count => Interlocked.Read(ref _count);

        public void Dispose() => _listener.Dispose();
    }
}
