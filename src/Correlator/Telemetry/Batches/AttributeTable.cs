namespace Correlator.Telemetry.Batches;

/// <summary>
/// A batch's attributes: each distinct one once, and by id wherever a record has it. Senders repeat most of theirs from record to record, so what
/// is done once for a distinct attribute (reading, applying the policy, packing) is done for a quarter of all in the load corpus.
/// </summary>
internal sealed class AttributeTable
{
    /// <summary>By id. One that a refused record brought may be here without a record that has it.</summary>
    public PooledList<AttributeRow> Distinct { get; } = new();

    /// <summary>Ids, record after record; a record has a run of them.</summary>
    public PooledList<int> Ids { get; } = new();

    /// <summary>Attributes of all records together.</summary>
    public int Count => Ids.Count;

    /// <summary>Adds a distinct attribute, as the next of the run; returns its id.</summary>
    public int Add(in AttributeRow attribute)
    {
        var id = Distinct.Add(attribute);
        Ids.Add(id);
        return id;
    }

    public AttributeRun Slice(RowRange run) => new(Ids.Slice(run), Distinct.Rows);
}
