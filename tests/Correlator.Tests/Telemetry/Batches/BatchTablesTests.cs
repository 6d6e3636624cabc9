using Correlator.Telemetry;
using Correlator.Telemetry.Batches;

namespace Correlator.Tests.Telemetry.Batches;

public sealed class BatchTablesTests
{
    [Fact]
    public void TryReset_FewRows_EmptiesEveryTableAndKeepsTheirArrays()
    {
        var tables = Filled(rows: 3);
        var bytes = tables.MemoryBytes;

        tables.TryReset().ShouldBeTrue();

        TablesOf(tables).ShouldAllBe(table => table.Count == 0);
        tables.KeyIndex.ShouldBeEmpty();
        tables.MemoryBytes.ShouldBe(bytes);
    }

    [Fact]
    public void TryReset_ManyRows_GivesTheArraysBack()
    {
        var tables = Filled(rows: 1_000);

        tables.TryReset().ShouldBeTrue();

        TablesOf(tables).ShouldAllBe(table => table.Count == 0 && table.MemoryBytes == 0);
    }

    [Fact]
    public void TryReset_ThousandsOfKeys_AreNotKept()
    {
        var tables = new BatchTables();
        for (var key = 0UL; key < 5_000; key++)
        {
            tables.KeyIndex[key] = 0;
        }

        tables.TryReset().ShouldBeFalse();
    }

    [Fact]
    public void MemoryBytes_CountsEveryTable()
    {
        var tables = Filled(rows: 3);

        tables.MemoryBytes.ShouldBe(TablesOf(tables).Sum(table => table.MemoryBytes));
    }

    [Fact]
    public void Dispose_Twice_GivesTheTablesToOneOtherBatchOnly()
    {
        var batch = new TelemetryBatch(Signal.Traces, 1, [], 0);
        batch.Dispose();

        batch.Dispose();

        // More than are ever kept.
        var rented = Enumerable.Range(0, 1_000).Select(_ => BatchTables.Rent()).ToArray();
        rented.Distinct().Count().ShouldBe(rented.Length);
        Array.ForEach(rented, tables => tables.Return());
    }

    [Fact]
    public void Dispose_ItsRowsAreAskedFor_Throws()
    {
        var batch = new TelemetryBatch(Signal.Traces, 1, [], 0);
        batch.Dispose();

        Should.Throw<ObjectDisposedException>(() => batch.Spans.Count);
    }

    private static BatchTables Filled(int rows)
    {
        var tables = new BatchTables();
        foreach (var table in TablesOf(tables))
        {
            var add = table.GetType().GetMethod(nameof(PooledList<int>.Add))!;
            var row = Activator.CreateInstance(table.GetType().GenericTypeArguments[0]);
            for (var index = 0; index < rows; index++)
            {
                add.Invoke(table, [row]);
            }
        }

        tables.KeyIndex[1] = 1;
        return tables;
    }

    /// <summary>All that there are, so that one that is added later cannot be forgotten.</summary>
    private static PooledTable[] TablesOf(BatchTables tables) =>
    [
        .. typeof(BatchTables).GetProperties().Select(property => property.GetValue(tables)).OfType<PooledTable>(),
        .. typeof(AttributeTable).GetProperties().Select(property => property.GetValue(tables.Attributes)).OfType<PooledTable>(),
    ];
}
