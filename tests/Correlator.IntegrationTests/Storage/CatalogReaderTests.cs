using Correlator.Ingest;
using Correlator.IntegrationTests.Support;
using Correlator.Storage.Catalogs;
using Correlator.Storage.Paging;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.IntegrationTests.Storage;

public sealed class CatalogReaderTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Tenant = TenantResolver.LocalTenant;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Functions_OfEqualNames_AreWalkedOnceEachByName(bool fromEnd)
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await server.ExecuteAsync(
            """
            INSERT INTO function (tenant_id, environment, service, name, first_seen)
            SELECT 1 + (n > 30)::int, 'e' || n, 's' || n % 2, 'Name' || n % 4, now() FROM generate_series(1, 40) AS n
            """);
        var reader = server.Services.GetRequiredService<FunctionReader>();

        Task<Page<StoredFunction>> PageAsync(FunctionFilter filter, PageWindow<NamePlace> window) =>
            reader.PageAsync(Tenant, filter, window, CancellationToken.None);

        var walked = await PageWalk.AllAsync<StoredFunction, NamePlace>(
            7,
            fromEnd,
            window => PageAsync(new FunctionFilter(), window),
            function => new NamePlace(function.Name, function.FunctionId));

        walked.Count.ShouldBe(30);
        var places = walked.Select(function => (function.Name, function.FunctionId));
        places.ShouldBe(places.Order());
        (await PageAsync(new FunctionFilter(Text: "AME3"), new(50))).Items.ShouldAllBe(function => function.Name == "Name3");
        (await PageAsync(new FunctionFilter(Environment: "e5"), new(50))).Items.ShouldHaveSingleItem().Service.ShouldBe("s1");
        (await reader.ReadAsync(Tenant, [.. walked.Select(function => function.FunctionId)], CancellationToken.None)).Count.ShouldBe(30);
        (await reader.ReadAsync(3, [walked[0].FunctionId], CancellationToken.None)).ShouldBeEmpty();
        (await reader.NamedAsync(Tenant, ["Name1", "Name2"], CancellationToken.None)).Count.ShouldBe(16);
    }

    [Fact]
    public async Task Queues_ByEachFilter_AreThoseThatSatisfyIt()
    {
        await using var server = await CorrelatorServer.StartAsync(postgres);
        await server.ExecuteAsync(
            """
            INSERT INTO queue (tenant_id, system, destination, is_dead_letter, first_seen)
            SELECT 1, CASE WHEN n % 2 = 0 THEN 'kafka' ELSE 'sqs' END, 'orders' || n, n > 15, now() FROM generate_series(1, 20) AS n
            """);
        var reader = server.Services.GetRequiredService<QueueReader>();
        Task<Page<StoredQueue>> PageAsync(QueueFilter filter, PageWindow<NamePlace> window) =>
            reader.PageAsync(Tenant, filter, window, CancellationToken.None);

        var walked = await PageWalk.AllAsync<StoredQueue, NamePlace>(
            3,
            false,
            window => PageAsync(new QueueFilter(), window),
            queue => new NamePlace(queue.Destination, queue.QueueId));

        walked.Count.ShouldBe(20);
        (await PageAsync(new QueueFilter(System: "kafka"), new(50))).Items.Count.ShouldBe(10);
        (await PageAsync(new QueueFilter(IsDeadLetter: true), new(50))).Items.Count.ShouldBe(5);
        (await PageAsync(new QueueFilter(Text: "ORDERS2"), new(50))).Items.Select(queue => queue.Destination)
            .ShouldBe(["orders2", "orders20"]);
        (await reader.PageAsync(2, new QueueFilter(), new(50), CancellationToken.None)).Items.ShouldBeEmpty();
        var ids = await reader.NamedAsync(Tenant, ["orders1"], CancellationToken.None);
        (await reader.ReadAsync(Tenant, ids, CancellationToken.None)).Values.ShouldHaveSingleItem().System.ShouldBe("sqs");
    }
}
