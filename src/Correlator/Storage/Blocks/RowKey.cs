using Correlator.Telemetry;

namespace Correlator.Storage.Blocks;

/// <summary>Where a row of some batch is, sortable by trace and then by order of arrival.</summary>
internal readonly record struct RowKey(TraceId TraceId, int Source, int Row) : IComparable<RowKey>
{
    public int CompareTo(RowKey other)
    {
        var byTrace = TraceId.CompareTo(other.TraceId);
        return byTrace != 0 ? byTrace : Source != other.Source ? Source.CompareTo(other.Source) : Row.CompareTo(other.Row);
    }
}
