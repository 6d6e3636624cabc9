using Correlator.IntegrationTests.Support;

namespace Correlator.IntegrationTests.Faults;

/// <summary>What correlation has derived, in the lines of <see cref="Recount"/>.</summary>
internal static class Derived
{
    private static readonly string[] Queries =
    [
        """
        SELECT format(
          'function %s %s %s %s %s %s %s',
          f.name, to_char(minute AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'),
          invocations, errors, cold_starts, duration_us, (SELECT sum(b) FROM unnest(duration_buckets) AS b))
        FROM function_minute r JOIN function f USING (function_id)
        """,
        """
        SELECT format(
          'queue %s %s %s %s %s',
          q.destination, to_char(minute AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'), published, processed, failed)
        FROM queue_minute r JOIN queue q USING (queue_id)
        """,
        """
        SELECT format(
          'message %s %s %s',
          message_id,
          state,
          (SELECT string_agg(CASE outcome WHEN 0 THEN '.' ELSE 'x' END, '' ORDER BY number)
           FROM attempt a
           WHERE a.message_key = m.message_key AND a.journey_id = m.journey_id))
        FROM message m
        """,
        "SELECT format('journey %s %s %s %s %s', replace(journey_id::text, '-', ''), traces, invocations, messages, attempts) FROM journey",
    ];

    public static async Task<IReadOnlyList<string>> LinesAsync(string database)
    {
        var lines = new List<string>();
        foreach (var query in Queries)
        {
            lines.AddRange(await StoredTelemetry.QueryAsync<string>(database, query));
        }

        return lines;
    }
}
