using Correlator.Ingest.Access;
using Correlator.Ingest.Grpc;
using Correlator.Storage.Access;
using Correlator.Telemetry;
using Microsoft.Extensions.Options;

namespace Correlator.Ingest.Http;

/// <summary>OTLP/HTTP: POST of protobuf or JSON to one path per signal.</summary>
internal sealed class HttpDoor(
    ExportPipeline pipeline,
    TenantResolver tenants,
    IntakeLimiter intake,
    RetryAdvice retry,
    CrossOrigin crossOrigin,
    IOptions<IngestOptions> options,
    ILogger<HttpDoor> logger)
{
    private readonly int _maxRequestBytes = options.Value.MaxRequestBytes;

    public Task HandleAsync(HttpContext context)
    {
        if (crossOrigin.Answer(context))
        {
            return Task.CompletedTask;
        }

        var encoding = MediaTypes.Parse(context.Request.ContentType);
        return HttpMishaps.CatchAsync(
            context,
            Door.Http,
            logger,
            DispatchAsync(context, encoding),
            (statusCode, status, message) => ErrorAsync(context, statusCode, status, message, encoding));
    }

    private static Signal? SignalOf(string? path) => path switch
    {
        "/v1/traces" => Signal.Traces,
        "/v1/logs" => Signal.Logs,
        "/v1/metrics" => Signal.Metrics,
        _ => null,
    };

    private static ValueTask ErrorAsync(HttpContext context, int statusCode, GrpcStatus status, string message, BodyEncoding? encoding) =>
        HttpReply.ErrorAsync(context.Response, statusCode, status, message, encoding ?? BodyEncoding.Json, context.RequestAborted);

    private async ValueTask DispatchAsync(HttpContext context, BodyEncoding? encoding)
    {
        var request = context.Request;
        if (SignalOf(request.Path.Value) is not { } signal)
        {
            const string Paths = "Telemetry goes to /v1/traces, /v1/logs or /v1/metrics.";
            await ErrorAsync(context, StatusCodes.Status404NotFound, GrpcStatus.NotFound, Paths, encoding).ConfigureAwait(false);
            return;
        }

        if (!HttpMethods.IsPost(request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            const string Method = "Telemetry is sent by POST.";
            await ErrorAsync(context, StatusCodes.Status405MethodNotAllowed, GrpcStatus.Unimplemented, Method, encoding).ConfigureAwait(false);
            return;
        }

        var decision = await tenants.ResolveAsync(ShownToken.In(request.Headers), TokenScopes.Ingest, Door.Http, context.RequestAborted).ConfigureAwait(false);
        if (decision.IsGranted(out var grant))
        {
            await AdmitAsync(context, signal, grant, encoding).ConfigureAwait(false);
            return;
        }

        await HttpReply.DeniedAsync(context, decision.Verdict, encoding ?? BodyEncoding.Json).ConfigureAwait(false);
    }

    private ValueTask AdmitAsync(HttpContext context, Signal signal, Grant grant, BodyEncoding? encoding)
    {
        if (encoding is not { } known)
        {
            const string Types = $"Content-Type must be {MediaTypes.Protobuf} or {MediaTypes.Json}.";
            return ErrorAsync(context, StatusCodes.Status415UnsupportedMediaType, GrpcStatus.InvalidArgument, Types, encoding);
        }

        if (Gzip.IsNamed(context.Request.Headers.ContentEncoding.ToString()) is not { } gzip)
        {
            context.Response.Headers.AcceptEncoding = "gzip, identity";
            const string Encodings = "Content-Encoding must be gzip or identity.";
            return ErrorAsync(context, StatusCodes.Status415UnsupportedMediaType, GrpcStatus.InvalidArgument, Encodings, encoding);
        }

        return pipeline.Refuses(grant.TenantId) is { } refused ? RefuseAsync(context, signal, known, refused)
            : intake.TryEnter()
            ? ExportAsync(context, signal, grant.TenantId, known, gzip)
            : RefuseAsync(context, signal, known, new ExportOutcome(ExportStatus.Full));
    }

    private async ValueTask ExportAsync(HttpContext context, Signal signal, int tenant, BodyEncoding encoding, bool gzip)
    {
        try
        {
            using var body = new RequestBody(intake, _maxRequestBytes);
            var problem = await HttpBody.ReadAsync(context, body, gzip).ConfigureAwait(false);
            if (problem != BodyProblem.None)
            {
                await RefuseAsync(context, signal, encoding, ExportOutcome.Of(problem)).ConfigureAwait(false);
                return;
            }

            var outcome = await pipeline.ExportAsync(signal, tenant, body, encoding, Door.Http, context.RequestAborted).ConfigureAwait(false);
            await AnswerAsync(context, signal, encoding, outcome).ConfigureAwait(false);
        }
        finally
        {
            intake.Leave();
        }
    }

    private ValueTask RefuseAsync(HttpContext context, Signal signal, BodyEncoding encoding, in ExportOutcome outcome)
    {
        pipeline.Record(signal, Door.Http, 0, outcome);
        return AnswerAsync(context, signal, encoding, outcome);
    }

    private ValueTask AnswerAsync(HttpContext context, Signal signal, BodyEncoding encoding, in ExportOutcome outcome) =>
        HttpReply.OutcomeAsync(context, signal, encoding, outcome, retry, _maxRequestBytes);
}
