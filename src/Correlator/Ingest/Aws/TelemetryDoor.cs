using System.Buffers;
using Correlator.Ingest.Access;
using Correlator.Ingest.Grpc;
using Correlator.Ingest.Http;
using Correlator.Ingest.Wire;
using Correlator.Storage.Access;
using Correlator.Telemetry;
using Microsoft.Extensions.Options;

namespace Correlator.Ingest.Aws;

/// <summary>Events of the AWS Lambda Telemetry API as a small extension passes them on. Answers are those of OTLP/HTTP for logs, in JSON.</summary>
internal sealed class TelemetryDoor(
    ExportPipeline pipeline,
    TenantResolver tenants,
    IntakeLimiter intake,
    RetryAdvice retry,
    IngestMetrics metrics,
    IOptions<IngestOptions> options,
    ILogger<TelemetryDoor> logger)
{
    public const string Path = "/v1/aws/telemetry";
    private readonly int _maxRequestBytes = options.Value.MaxRequestBytes;

    public Task HandleAsync(HttpContext context) => HttpMishaps.CatchAsync(
        context,
        Door.LambdaTelemetry,
        logger,
        DispatchAsync(context),
        (statusCode, status, message) => ErrorAsync(context, statusCode, status, message));

    private static ValueTask ErrorAsync(HttpContext context, int statusCode, GrpcStatus status, string message) =>
        HttpReply.ErrorAsync(context.Response, statusCode, status, message, BodyEncoding.Json, context.RequestAborted);

    private async ValueTask DispatchAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            await ErrorAsync(context, StatusCodes.Status405MethodNotAllowed, GrpcStatus.Unimplemented, "Telemetry is sent by POST.").ConfigureAwait(false);
            return;
        }

        var shown = ShownToken.In(request.Headers);
        var decision = await tenants.ResolveAsync(shown, TokenScopes.Ingest, Door.LambdaTelemetry, context.RequestAborted).ConfigureAwait(false);
        if (decision.IsGranted(out var grant))
        {
            await AdmitAsync(context, grant).ConfigureAwait(false);
            return;
        }

        await HttpReply.DeniedAsync(context, decision.Verdict, BodyEncoding.Json).ConfigureAwait(false);
    }

    private ValueTask AdmitAsync(HttpContext context, Grant grant)
    {
        if (TelemetryIdentity.Of(context.Request) is not { } resource)
        {
            return ErrorAsync(
                context,
                StatusCodes.Status400BadRequest,
                GrpcStatus.InvalidArgument,
                $"The function must be named: ?faas.name=NAME, or '{TelemetryIdentity.Header}: faas.name=NAME'.");
        }

        if (Gzip.IsNamed(context.Request.Headers.ContentEncoding.ToString()) is not { } gzip)
        {
            return ErrorAsync(context, StatusCodes.Status415UnsupportedMediaType, GrpcStatus.InvalidArgument, "Content-Encoding must be gzip or identity.");
        }

        return pipeline.Refuses(grant.TenantId) is { } refused ? RefuseAsync(context, refused)
            : intake.TryEnter() ? TakeAsync(context, grant.TenantId, resource, gzip)
            : RefuseAsync(context, new ExportOutcome(ExportStatus.Full));
    }

    private async ValueTask TakeAsync(HttpContext context, int tenant, IReadOnlyList<KeyValuePair<string, string>> resource, bool gzip)
    {
        try
        {
            using var body = new RequestBody(intake, _maxRequestBytes);
            var problem = await HttpBody.ReadAsync(context, body, gzip).ConfigureAwait(false);
            if (problem != BodyProblem.None)
            {
                await RefuseAsync(context, ExportOutcome.Of(problem)).ConfigureAwait(false);
                return;
            }

            await ExportAsync(context, tenant, resource, body).ConfigureAwait(false);
        }
        finally
        {
            intake.Leave();
        }
    }

    private async ValueTask ExportAsync(HttpContext context, int tenant, IReadOnlyList<KeyValuePair<string, string>> resource, RequestBody body)
    {
        using var export = new RequestBody(intake, _maxRequestBytes);
        var problem = Translate(resource, body, export, out var rejected, out var malformed);
        if (malformed is not null || problem != BodyProblem.None)
        {
            var refusal = malformed is null ? ExportOutcome.Of(problem) : new ExportOutcome(ExportStatus.Malformed, Reason: malformed);
            await RefuseAsync(context, refusal).ConfigureAwait(false);
            return;
        }

        var outcome = await pipeline
            .ExportAsync(Signal.Logs, tenant, export, BodyEncoding.Protobuf, Door.LambdaTelemetry, context.RequestAborted)
            .ConfigureAwait(false);
        if (outcome.IsSuccess && rejected > 0)
        {
            metrics.Rejected(Signal.Logs, Door.LambdaTelemetry, rejected);
            var others = outcome.Reason is null ? "" : $"; {outcome.Reason}";
            outcome = outcome with
            {
                Rejected = outcome.Rejected + rejected,
                Reason = $"{rejected} x event without a type, a time or a record{others}",
            };
        }

        await AnswerAsync(context, outcome).ConfigureAwait(false);
    }

    private BodyProblem Translate(
        IReadOnlyList<KeyValuePair<string, string>> resource,
        RequestBody body,
        RequestBody export,
        out int rejected,
        out string? malformed)
    {
        (rejected, malformed) = (0, null);
        using var protobuf = new ProtobufBuffer(body.Length + 1024);
        var events = new TelemetryEvents(protobuf);
        try
        {
            events.Write(body.Bytes, resource);
        }
        catch (MalformedRequestException exception)
        {
            logger.MalformedRequest(Signal.Logs, exception.Message);
            malformed = exception.Message;
            return BodyProblem.None;
        }

        rejected = events.Rejected;
        return export.Append(new ReadOnlySequence<byte>(protobuf.Written.ToArray()));
    }

    private ValueTask RefuseAsync(HttpContext context, in ExportOutcome outcome)
    {
        pipeline.Record(Signal.Logs, Door.LambdaTelemetry, 0, outcome);
        return AnswerAsync(context, outcome);
    }

    private ValueTask AnswerAsync(HttpContext context, in ExportOutcome outcome) =>
        HttpReply.OutcomeAsync(context, Signal.Logs, BodyEncoding.Json, outcome, retry, _maxRequestBytes);
}
