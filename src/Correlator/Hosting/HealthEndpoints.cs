namespace Correlator.Hosting;

/// <summary><c>/healthz/live</c>: the process answers. <c>/healthz/ready</c>: the database answers and correlation keeps up; else 503 with reasons.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz/live", () => Results.Json(new { status = "live" }));
        app.MapGet("/healthz/ready", async (Readiness readiness, CancellationToken cancellationToken) =>
        {
            var reasons = await readiness.CheckAsync(cancellationToken);
            return reasons.Count == 0
                ? Results.Json(new { status = "ready", reasons })
                : Results.Json(new { status = "not ready", reasons }, statusCode: StatusCodes.Status503ServiceUnavailable);
        });
        app.MapGet("/", () => Results.Text(
            "Correlator is running.\n\nSend OTLP to port 4317 (gRPC) or 4318 (HTTP), then ask for a journey:\n\n  ./correlator journey ORDER-OR-CORRELATION-OR-TRACE-ID\n\nHealth: /healthz/ready\n"));
    }
}
