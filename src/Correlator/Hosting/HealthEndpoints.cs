using Correlator.Correlation;
using Correlator.Storage;
using Microsoft.Extensions.Options;

namespace Correlator.Hosting;

/// <summary><c>/healthz/live</c>: the process answers. <c>/healthz/ready</c>: the database answers and correlation keeps up; else 503 with reasons.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz/live", () => Results.Json(new { status = "live" }));
        app.MapGet("/healthz/ready", async (DatabaseHealth database, CorrelationHealth correlation, IOptions<CorrelationOptions> options, CancellationToken cancellationToken) =>
        {
            var reasons = new List<string>();
            if (!await database.AnswersAsync(cancellationToken))
            {
                reasons.Add("The database does not answer.");
            }

            if (correlation.Lag > options.Value.MaxLag)
            {
                reasons.Add($"Correlation is {correlation.Lag.TotalSeconds:0} s behind the commits.");
            }

            return Results.Json(new { status = reasons.Count == 0 ? "ready" : "not ready", reasons }, statusCode: reasons.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
        app.MapGet("/", () => Results.Text(
            "Correlator is running.\n\nSend OTLP to port 4317 (gRPC) or 4318 (HTTP), then ask for a journey:\n\n  ./correlator journey ORDER-OR-CORRELATION-OR-TRACE-ID\n\nHealth: /healthz/ready\n"));
    }
}
