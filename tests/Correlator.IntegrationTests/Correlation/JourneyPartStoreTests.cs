using Correlator.Correlation;
using Correlator.Ingest;
using Correlator.IntegrationTests.Support;
using Correlator.Storage;
using Correlator.Telemetry;
using Correlator.Telemetry.Facts;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Correlation;

/// <summary>What is read of many journeys at once is what is read of each alone.</summary>
public sealed class JourneyPartStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Tenant = TenantResolver.LocalTenant;
    private const int Journeys = 5;
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow().AddSeconds(-60);

    [Fact]
    public async Task Parts_OfManyJourneys_AreThoseOfEach()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await SendAsync(server);
        var lists = server.Services.GetRequiredService<JourneyListStore>();
        var parts = server.Services.GetRequiredService<JourneyPartStore>();
        var whole = server.Services.GetRequiredService<JourneyStore>();
        var page = await lists.PageAsync(Tenant, new JourneyFilter(), new(Journeys), CancellationToken.None);
        page.Items.Count.ShouldBe(Journeys);
        JourneyRef[] refs = [.. page.Items.Select(journey => journey.Ref)];

        var messages = await parts.MessagesAsync(Tenant, refs, 100, CancellationToken.None);
        var attempts = await parts.AttemptsAsync(Tenant, [.. messages.SelectMany(group => group).Select(message => message.Ref)], 100, CancellationToken.None);
        var traces = await parts.TracesAsync(Tenant, refs, 100, CancellationToken.None);
        var keys = await parts.KeysAsync(Tenant, [.. traces.SelectMany(group => group).Select(trace => trace.TraceId)], 100, CancellationToken.None);

        foreach (var journey in page.Items)
        {
            var alone = (await whole.ReadAsync(Tenant, journey.JourneyId.ToString("n"), CancellationToken.None)).ShouldNotBeNull();
            journey.FunctionIds.Length.ShouldBe(2);
            journey.QueueIds.Length.ShouldBe(1);
            messages[journey.JourneyId]
                .Select(message => (
                    message.MessageKey,
                    message.MessageId,
                    message.State,
                    message.PublishedAt,
                    message.Attempts,
                    message.DwellUs,
                    message.TotalUs))
                .ShouldBe(alone.Messages.Select(message => (
                    message.MessageKey,
                    message.MessageId,
                    message.State,
                    message.PublishedAt,
                    message.Attempts.Count,
                    message.DwellMicros,
                    message.TotalMicros)));
            messages[journey.JourneyId].Count().ShouldBe(3);
            messages[journey.JourneyId].SelectMany(message => attempts[(message.MessageKey, journey.JourneyId)])
                .ShouldBe(alone.Messages.SelectMany(message => message.Attempts));
            traces[journey.JourneyId].Select(trace => trace.TraceId).Order().ShouldBe(alone.Traces.Select(trace => trace.TraceId).Order());
            traces[journey.JourneyId].SelectMany(trace => keys[trace.TraceId]).ShouldContain(key => key.Name == "order" && !key.Joins);
        }

        (await parts.MessagesAsync(Tenant, refs, 2, CancellationToken.None)).ShouldAllBe(group => group.Count() == 2);
        (await parts.MessagesAsync(2, refs, 2, CancellationToken.None)).ShouldBeEmpty();
        (await parts.AttemptsAsync(2, [.. messages.SelectMany(group => group).Select(message => message.Ref)], 100, CancellationToken.None)).ShouldBeEmpty();
        (await parts.TracesAsync(2, refs, 2, CancellationToken.None)).ShouldBeEmpty();
        (await parts.KeysAsync(2, [.. traces.SelectMany(group => group).Select(trace => trace.TraceId)], 100, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Invocations_OfManyTracesAndSpans_AreThoseOfEach()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        var traces = await SendAsync(server);
        var reader = server.Services.GetRequiredService<InvocationReader>();
        TraceRange[] ranges = [.. traces.Select(trace => new TraceRange(trace.ToGuid(), Now.UtcDateTime.AddDays(-1), Now.UtcDateTime.AddDays(1)))];

        var found = await reader.OfTracesAsync(Tenant, ranges, 10, CancellationToken.None);
        var spans = found.SelectMany(group => group).Select(invocation => invocation.Ref);
        var bySpan = await reader.OfSpansAsync(Tenant, [.. spans, new SpanRef(Guid.Empty, 1)], CancellationToken.None);

        found.Count.ShouldBe(traces.Count);
        found.ShouldAllBe(group => group.Select(invocation => invocation.Version).SequenceEqual(group.Select(_ => "7")));
        found.Sum(group => group.Count()).ShouldBe(Journeys * 4);
        bySpan.Values.ShouldBe(found.SelectMany(group => group), ignoreOrder: true);
        (await reader.OfTracesAsync(Tenant, ranges, 1, CancellationToken.None)).ShouldAllBe(group => group.Count() == 1);
        (await reader.OfTracesAsync(2, ranges, 10, CancellationToken.None)).ShouldBeEmpty();
    }

    /// <summary>Journeys of an order each: a publisher, and a consumer of its three messages.</summary>
    private static async Task<IReadOnlyList<TraceId>> SendAsync(CorrelatorServer server)
    {
        var traces = new List<TraceId>();
        var shop = new OtlpRequest(("service.name", "shop"), ("service.version", "7"));
        var bill = new OtlpRequest(("service.name", "bill"), ("service.version", "7"));
        for (var journey = 1; journey <= Journeys; journey++)
        {
            var trace = OtlpSamples.NewTrace();
            traces.Add(trace);
            shop.Span(trace, 1, "POST /orders", SpanKind.Server, Now.AddSeconds(journey), [("order.id", $"A-{journey}")]);
            for (byte message = 1; message <= 3; message++)
            {
                (string, object)[] queue =
                [
                    ("messaging.system", "rabbitmq"),
                    ("messaging.destination.name", "orders"),
                    ("messaging.message.id", $"m-{journey}-{message}"),
                ];
                var (sentAt, send) = (Now.AddSeconds(journey).AddMilliseconds(message), (ulong)(10 + message));
                var process = OtlpSamples.NewTrace();
                traces.Add(process);
                shop.Span(trace, send, "send", SpanKind.Producer, sentAt, queue, parent: 1);
                bill.Span(process, 1, "process", SpanKind.Consumer, sentAt.AddMilliseconds(100), queue, links: (trace, send));
            }
        }

        await shop.SendAsync(server);
        await bill.SendAsync(server);
        await Eventually.TrueAsync(
            async () => await server.CountAsync("journey") == Journeys && await server.SumAsync("journey", "attempts") == Journeys * 3,
            "all journeys joined");
        await server.CorrelatedAsync();
        return traces;
    }
}
