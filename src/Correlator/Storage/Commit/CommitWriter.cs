using Correlator.Storage.Catalogs;
using Npgsql;

namespace Correlator.Storage.Commit;

/// <summary>Makes the lanes that write groups of requests.</summary>
internal sealed class CommitWriter(NpgsqlDataSource database, FunctionCatalog functions, MetricWriter points, TimeProvider time)
{
    public CommitLane OpenLane() => new(database, functions, points, time);
}
