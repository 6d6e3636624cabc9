using Correlator.Storage.Catalogs;
using Npgsql;

namespace Correlator.Storage.Commit;

/// <summary>Makes the lanes that write groups of requests.</summary>
internal sealed class CommitWriter(
    NpgsqlDataSource database,
    FunctionCatalog functions,
    QueueCatalog queues,
    MetricWriter points,
    StorageMetrics metrics,
    TimeProvider time,
    ILogger<CommitLane> logger)
{
    public CommitLane OpenLane() => new(database, functions, queues, points, metrics, time, logger);
}
