namespace Correlator.Storage.Schema;

internal sealed record Migration(int Version, string Name, string Sql, string Checksum);
