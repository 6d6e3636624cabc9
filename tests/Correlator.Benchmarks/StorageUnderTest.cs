using Correlator.IntegrationTests.Support;
using Correlator.Storage;
using Correlator.Storage.Commit;
using Correlator.Storage.Journal;
using Correlator.Telemetry.Batches;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Correlator.Benchmarks;

/// <summary>The storage stage alone over a Postgres of its own, or over a new database of the one that <c>CORRELATOR_TEST_DB</c> names.</summary>
internal sealed class StorageUnderTest : IAsyncDisposable
{
    /// <summary>Requests, as many as a busy server has: with half of them the lanes wait for one another a seventh of the time.</summary>
    private const int InFlight = 64;
    private readonly PrivatePostgres? _postgres;
    private readonly WebApplication _app;

    private StorageUnderTest(PrivatePostgres? postgres, WebApplication app)
    {
        _postgres = postgres;
        _app = app;
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<StorageUnderTest> StartAsync()
    {
        var named = Environment.GetEnvironmentVariable("CORRELATOR_TEST_DB");
        var postgres = string.IsNullOrEmpty(named) ? await PrivatePostgres.StartNewAsync() : null;
        var database = await PrivatePostgres.CreateDatabaseAsync(postgres?.ConnectionString ?? named ?? "");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Correlator"] = database,
            ["Correlator:Storage:JournalFolder"] = "",
        });
        builder.AddStorage();
        builder.Services.AddSingleton<JournalEncoder>(batch => new JournalBody(batch.Body, batch.BodyFormat));
        builder.Services.AddSingleton<JournalDecoder>(_ => _ => null);
        var app = builder.Build();
        await app.StartAsync();
        return new StorageUnderTest(postgres, app);
    }

    /// <summary>Commits requests, as many at once as a busy server has in flight, and answers once all are on disk.</summary>
    /// <param name="decode">Reads a request; run side by side.</param>
    public async Task CommitAsync<T>(IEnumerable<T> requests, Func<T, TelemetryBatch> decode)
    {
        var queue = Get<CommitQueue>();
        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = InFlight }, async (request, cancellationToken) =>
        {
            var outcome = await queue.CommitAsync(decode(request), cancellationToken);
            Expect.Equal((long)CommitOutcome.Stored, (long)outcome, "commit outcome");
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }
}
