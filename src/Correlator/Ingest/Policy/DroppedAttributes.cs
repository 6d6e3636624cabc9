using Correlator.Telemetry.Batches;

namespace Correlator.Ingest.Policy;

/// <summary>Leaves dropped attributes out of the runs that records hold; the ids behind a shortened run belong to nobody.</summary>
internal static class DroppedAttributes
{
    public static void Remove(TelemetryBatch batch, HashSet<int>? dropped)
    {
        if (dropped is null)
        {
            return;
        }

        for (var index = 0; index < batch.Resources.Count; index++)
        {
            batch.Resources[index] = batch.Resources[index] with { Attributes = Close(batch, batch.Resources[index].Attributes, dropped) };
        }

        for (var index = 0; index < batch.Scopes.Count; index++)
        {
            batch.Scopes[index] = batch.Scopes[index] with { Attributes = Close(batch, batch.Scopes[index].Attributes, dropped) };
        }

        for (var index = 0; index < batch.Spans.Count; index++)
        {
            batch.Spans[index] = batch.Spans[index] with { Attributes = Close(batch, batch.Spans[index].Attributes, dropped) };
        }

        for (var index = 0; index < batch.Events.Count; index++)
        {
            batch.Events[index] = batch.Events[index] with { Attributes = Close(batch, batch.Events[index].Attributes, dropped) };
        }

        for (var index = 0; index < batch.Links.Count; index++)
        {
            batch.Links[index] = batch.Links[index] with { Attributes = Close(batch, batch.Links[index].Attributes, dropped) };
        }

        for (var index = 0; index < batch.Logs.Count; index++)
        {
            batch.Logs[index] = batch.Logs[index] with { Attributes = Close(batch, batch.Logs[index].Attributes, dropped) };
        }

        for (var index = 0; index < batch.Points.Count; index++)
        {
            batch.Points[index] = batch.Points[index] with { Attributes = Close(batch, batch.Points[index].Attributes, dropped) };
        }

        for (var index = 0; index < batch.Exemplars.Count; index++)
        {
            batch.Exemplars[index] = batch.Exemplars[index] with { Attributes = Close(batch, batch.Exemplars[index].Attributes, dropped) };
        }
    }

    private static RowRange Close(TelemetryBatch batch, RowRange attributes, HashSet<int> dropped)
    {
        var kept = attributes.Start;
        for (var index = attributes.Start; index < attributes.End; index++)
        {
            var id = batch.Attributes.Ids[index];
            if (!dropped.Contains(id))
            {
                batch.Attributes.Ids[kept++] = id;
            }
        }

        return new RowRange(attributes.Start, kept - attributes.Start);
    }
}
