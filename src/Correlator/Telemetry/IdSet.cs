namespace Correlator.Telemetry;

/// <summary>Ids of traces, messages or keys that strangers sent.</summary>
internal sealed class IdSet : HashSet<Guid>
{
    public IdSet()
        : base(IdComparer.Instance)
    {
    }

    public IdSet(IEnumerable<Guid> ids)
        : base(ids, IdComparer.Instance)
    {
    }
}
