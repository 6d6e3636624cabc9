using Correlator.Telemetry.Batches;

namespace Correlator.Telemetry.Facts;

/// <summary>
/// Finds in one pass what later stages need of a batch. Keys were classified when they were interned, so no key is compared per attribute. A record that
/// cannot be understood costs its own facts, not the batch: it is stored all the same, and counted in <see cref="FactSet.FailedRecords"/>.
/// </summary>
internal static class FactExtractor
{
    public static void Extract(TelemetryBatch batch, FactSet into, IdentityCache identities)
    {
        var context = new BatchContext(batch, into, identities);
        switch (batch.Signal)
        {
            case Signal.Traces:
                var spans = new SpanFacts(context);
                for (var row = 0; row < batch.Spans.Count; row++)
                {
                    try
                    {
                        spans.Extract(batch.Spans.Rows[row]);
                    }
                    catch (Exception exception)
                    {
                        into.Failed(exception);
                    }
                }

                break;
            case Signal.Logs:
                var logs = new LogFacts(context);
                for (var row = 0; row < batch.Logs.Count; row++)
                {
                    try
                    {
                        logs.Extract(batch.Logs.Rows[row]);
                    }
                    catch (Exception exception)
                    {
                        into.Failed(exception);
                    }
                }

                break;
        }
    }
}
