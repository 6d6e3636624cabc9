using Correlator.Ingest.Access;
using Correlator.Ingest.Grpc;
using Correlator.Ingest.Wire;
using Correlator.Storage.Access;
using Correlator.Telemetry;
using Microsoft.Extensions.Options;

namespace Correlator.Ingest.Http;

/// <summary>OTLP/HTTP: POST of protobuf or JSON to one path per signal.</summary>
internal sealed class HttpDoor(
    ExportPipeline pipeline, TenantResolver tenants, IntakeLimiter intake, RetryAdvice retry, CrossOrigin crossOrigin, IOptions<IngestOptions> options, ILogger<HttpDoor> logger)
{
    private readonly int _maxRequestBytes = options.Value.MaxRequestBytes;

    public async Task HandleAsync(HttpContext context)
    {
        if (crossOrigin.Answer(context))
        {
            return;
        }

        var encoding = MediaTypes.Parse(context.Request.ContentType);
        try
        {
            await DispatchAsync(context, encoding).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            logger.RequestAborted(Door.Http.Name, "the sender hung up");
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            logger.RequestAborted(Door.Http.Name, exception.Message);
            await ErrorAsync(context, exception.StatusCode, GrpcStatus.InvalidArgument, exception.Message, encoding).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            logger.RequestAborted(Door.Http.Name, exception.Message);
            context.Abort();
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            logger.RequestFailed(exception, Door.Http.Name);
            await ErrorAsync(context, StatusCodes.Status500InternalServerError, GrpcStatus.Internal, ExportAnswers.Message(ExportStatus.Failed, 0), encoding).ConfigureAwait(false);
        }
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
            await ErrorAsync(context, StatusCodes.Status404NotFound, GrpcStatus.NotFound, "Telemetry goes to /v1/traces, /v1/logs or /v1/metrics.", encoding).ConfigureAwait(false);
            return;
        }

        if (!HttpMethods.IsPost(request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            await ErrorAsync(context, StatusCodes.Status405MethodNotAllowed, GrpcStatus.Unimplemented, "Telemetry is sent by POST.", encoding).ConfigureAwait(false);
            return;
        }

        var decision = await tenants.ResolveAsync(ShownToken.In(request.Headers), TokenScopes.Ingest, Door.Http, context.RequestAborted).ConfigureAwait(false);
        if (decision.IsGranted(out var grant))
        {
            await AdmitAsync(context, signal, grant, encoding).ConfigureAwait(false);
            return;
        }

        var isForbidden = decision.Verdict == AccessVerdict.Forbidden;
        context.Response.Headers.WWWAuthenticate = AccessExtensions.Challenge(decision.Verdict, TokenScopes.Ingest);
        await ErrorAsync(
            context,
            isForbidden ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized,
            isForbidden ? GrpcStatus.PermissionDenied : GrpcStatus.Unauthenticated,
            AccessMessages.Of(decision.Verdict, TokenScopes.Ingest),
            encoding).ConfigureAwait(false);
    }

    private ValueTask AdmitAsync(HttpContext context, Signal signal, Grant grant, BodyEncoding? encoding)
    {
        if (encoding is not { } known)
        {
            return ErrorAsync(
                context, StatusCodes.Status415UnsupportedMediaType, GrpcStatus.InvalidArgument, $"Content-Type must be {MediaTypes.Protobuf} or {MediaTypes.Json}.", encoding);
        }

        var compression = context.Request.Headers.ContentEncoding.ToString();
        var gzip = compression.Equals("gzip", StringComparison.OrdinalIgnoreCase);
        if (!gzip && compression.Length > 0 && !compression.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Headers.AcceptEncoding = "gzip, identity";
            return ErrorAsync(context, StatusCodes.Status415UnsupportedMediaType, GrpcStatus.InvalidArgument, "Content-Encoding must be gzip or identity.", encoding);
        }

        return pipeline.Refuses(grant.TenantId) is { } refused ? RefuseAsync(context, signal, known, refused)
            : intake.TryEnter()
            ? ExportAsync(context, signal, grant.TenantId, known, gzip)
            : RefuseAsync(context, signal, known, new ExportOutcome(ExportStatus.Full));
    }

    private async ValueTask ExportAsync(HttpContext context, Signal signal, int tenant, BodyEncoding encoding, bool gzip)
    {
        var body = new RequestBody(intake, _maxRequestBytes);
        try
        {
            var problem = await HttpBody.ReadAsync(context.Request.BodyReader, context.Request.ContentLength, body, context.RequestAborted).ConfigureAwait(false);
            if (problem == BodyProblem.None && gzip)
            {
                var plain = new RequestBody(intake, _maxRequestBytes);
                problem = Gzip.Inflate(body, plain);
                body.Dispose();
                body = plain;
            }

            if (problem != BodyProblem.None)
            {
                await RefuseAsync(context, signal, encoding, OutcomeOf(problem)).ConfigureAwait(false);
                return;
            }

            var outcome = await pipeline.ExportAsync(signal, tenant, body, encoding, Door.Http, context.RequestAborted).ConfigureAwait(false);
            await AnswerAsync(context, signal, encoding, outcome).ConfigureAwait(false);
        }
        finally
        {
            body.Dispose();
            intake.Leave();
        }
    }

    private static ExportOutcome OutcomeOf(BodyProblem problem) => problem switch
    {
        BodyProblem.TooLarge => new ExportOutcome(ExportStatus.TooLarge),
        BodyProblem.Full => new ExportOutcome(ExportStatus.Full),
        BodyProblem.Slow => new ExportOutcome(ExportStatus.Slow),
        _ => new ExportOutcome(ExportStatus.Malformed, Reason: "The body is not valid gzip."),
    };

    private ValueTask RefuseAsync(HttpContext context, Signal signal, BodyEncoding encoding, in ExportOutcome outcome)
    {
        pipeline.Record(signal, Door.Http, 0, outcome);
        return AnswerAsync(context, signal, encoding, outcome);
    }

    private ValueTask AnswerAsync(HttpContext context, Signal signal, BodyEncoding encoding, in ExportOutcome outcome)
    {
        var response = context.Response;
        if (outcome.IsSuccess)
        {
            var body = OtlpResponses.Success(outcome.Rejected, outcome.Reason, encoding, signal);
            return HttpReply.WriteAsync(response, StatusCodes.Status200OK, body, encoding, context.RequestAborted);
        }

        if (outcome.IsRetryable)
        {
            response.Headers.RetryAfter = retry.RetryAfter(outcome);
        }

        var message = outcome.Reason ?? ExportAnswers.Message(outcome.Status, _maxRequestBytes);
        return HttpReply.ErrorAsync(
            response, ExportAnswers.Http(outcome.Status), ExportAnswers.Grpc(outcome.Status), message, encoding, context.RequestAborted, outcome.IsRetryable ? retry.Delay(outcome) : null);
    }
}
