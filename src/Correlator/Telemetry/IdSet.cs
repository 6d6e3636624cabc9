namespace Correlator.Telemetry;

/// <summary>Ids of traces, messages or keys that strangers sent.</summary>
internal sealed class IdSet : HashSet<Guid>
{
    public IdSet()
        : base(IdComparer.Instance)
    {
    }

    /// <summary>Room for so many from the beginning: sets of thousands that grow leave the large-object heap full of their smaller selves.</summary>
    public IdSet(int capacity)
        : base(capacity, IdComparer.Instance)
    {
    }

    public IdSet(IEnumerable<Guid> ids)
        : base(ids, IdComparer.Instance)
    {
    }
}
