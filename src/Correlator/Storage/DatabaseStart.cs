using Correlator.Storage.Embedded;
using Correlator.Storage.Schema;

namespace Correlator.Storage;

/// <summary>First to start, last to stop: the embedded Postgres when no database is named, then migrations, then partitions, before any door opens.</summary>
internal sealed class DatabaseStart(IConfiguration configuration, EmbeddedPostgres embedded, Migrator migrator, PartitionKeeper partitions) : IHostedService
{
    private bool IsEmbedded => string.IsNullOrEmpty(configuration.GetConnectionString(StorageServiceCollectionExtensions.ConnectionStringName));

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (IsEmbedded)
        {
            await embedded.StartAsync(cancellationToken);
        }

        await migrator.MigrateAsync(cancellationToken);
        await partitions.KeepAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => IsEmbedded ? embedded.StopAsync(cancellationToken) : Task.CompletedTask;
}
