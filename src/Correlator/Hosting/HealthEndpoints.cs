using Correlator.Ingest;
using Correlator.Storage.Journal;
using Microsoft.Extensions.Options;

namespace Correlator.Hosting;

/// <summary>
/// <c>/healthz/live</c>: the process answers. <c>/healthz/ready</c>: the database answers, correlation keeps up
/// and the journal is drained; else 503 with reasons.
/// </summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz/live", () => Results.Json(new { status = "live" }));
        app.MapGet("/healthz/ready", async (Readiness readiness, RequestJournal journal, CancellationToken cancellationToken) =>
        {
            var reasons = await readiness.CheckAsync(cancellationToken);
            var isReady = reasons.Count == 0;
            var depth = journal.Depth();
            return Results.Json(
                new
                {
                    status = isReady ? "ready" : "not ready",
                    reasons,
                    journal = new
                    {
                        requests = depth.Requests,
                        bytes = depth.Bytes,
                        ageSeconds = Math.Round(depth.Age.TotalSeconds, 1),
                        setAside = depth.SetAside,
                    },
                },
                statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
        app.MapGet("/", (IOptions<IngestOptions> ingest) => Results.Text(
            $"""
            Correlator is running.

            Send OTLP to {ingest.Value.GrpcEndpoint} (gRPC) or {ingest.Value.HttpEndpoint} (HTTP), then ask for a journey:

              ./correlator journey ORDER-OR-CORRELATION-OR-TRACE-ID

            GraphQL, for browsers too: /graphql
            Health: /healthz/ready

            """));
    }
}
