using Correlator.Ingest.Access;
using Correlator.Ingest.Http;
using Correlator.Ingest.Wire;
using Correlator.Storage.Access;
using Correlator.Telemetry;
using Microsoft.Extensions.Options;

namespace Correlator.Ingest.Aws;

/// <summary>
/// The HTTP endpoint of Amazon Data Firehose ("HTTP endpoint delivery request and response specifications"): CloudWatch metric streams and CloudWatch Logs
/// subscriptions. Firehose takes any answer but 200 as a reason to deliver again.
/// </summary>
internal sealed class FirehoseDoor(
    ExportPipeline pipeline,
    TenantResolver tenants,
    IntakeLimiter intake,
    RetryAdvice retry,
    IngestMetrics metrics,
    IOptions<IngestOptions> options,
    TimeProvider time,
    ILogger<FirehoseDoor> logger)
{
    private readonly int _maxRequestBytes = options.Value.MaxRequestBytes;

    /// <summary>What a path takes; null for a path that is another door's.</summary>
    public static Signal? SignalOf(string? path) => path switch
    {
        "/v1/metrics/firehose" => Signal.Metrics,
        "/v1/aws/logs" => Signal.Logs,
        _ => null,
    };

    public Task HandleAsync(HttpContext context, Signal signal)
    {
        var headers = FirehoseHeaders.Of(context.Request.Headers);
        return HttpMishaps.CatchAsync(
            context,
            Door.Firehose,
            logger,
            DispatchAsync(context, signal, headers),
            (statusCode, _, message) => ReplyAsync(context, statusCode, headers.RequestId, message));
    }

    private async ValueTask DispatchAsync(HttpContext context, Signal signal, FirehoseHeaders headers)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            await ReplyAsync(context, StatusCodes.Status405MethodNotAllowed, headers.RequestId, "Firehose delivers by POST.").ConfigureAwait(false);
            return;
        }

        // The access key is the token by another name.
        var shown = request.Headers[FirehoseHeaders.AccessKey].ToString();
        var decision = await tenants.ResolveAsync(shown, TokenScopes.Ingest, Door.Firehose, context.RequestAborted).ConfigureAwait(false);
        if (decision.IsGranted(out var grant))
        {
            await AdmitAsync(context, signal, grant, headers).ConfigureAwait(false);
            return;
        }

        await ReplyAsync(
            context,
            decision.Verdict == AccessVerdict.Forbidden ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized,
            headers.RequestId,
            AccessMessages.Of(decision.Verdict, TokenScopes.Ingest, $"as the access key of the stream ({FirehoseHeaders.AccessKey})")).ConfigureAwait(false);
    }

    private ValueTask AdmitAsync(HttpContext context, Signal signal, Grant grant, FirehoseHeaders headers)
    {
        if (Gzip.IsNamed(context.Request.Headers.ContentEncoding.ToString()) is not { } gzip)
        {
            return ReplyAsync(context, StatusCodes.Status415UnsupportedMediaType, headers.RequestId, "Content-Encoding must be gzip or identity.");
        }

        return pipeline.Refuses(grant.TenantId) is { } refused ? RefuseAsync(context, signal, headers.RequestId, refused)
            : intake.TryEnter()
            ? TakeAsync(context, signal, grant.TenantId, headers, gzip)
            : RefuseAsync(context, signal, headers.RequestId, new ExportOutcome(ExportStatus.Full));
    }

    private async ValueTask TakeAsync(HttpContext context, Signal signal, int tenant, FirehoseHeaders headers, bool gzip)
    {
        try
        {
            using var body = new RequestBody(intake, _maxRequestBytes);
            var problem = await HttpBody.ReadAsync(context, body, gzip).ConfigureAwait(false);
            if (problem != BodyProblem.None)
            {
                await RefuseAsync(context, signal, headers.RequestId, ExportOutcome.Of(problem)).ConfigureAwait(false);
                return;
            }

            FirehoseEnvelope envelope;
            try
            {
                envelope = FirehoseEnvelope.Read(body.Bytes);
            }
            catch (MalformedRequestException malformed)
            {
                logger.MalformedRequest(signal, malformed.Message);
                var outcome = new ExportOutcome(ExportStatus.Malformed, Reason: malformed.Message);
                await RefuseAsync(context, signal, headers.RequestId, outcome).ConfigureAwait(false);
                return;
            }

            await ExportAsync(context, signal, tenant, envelope, headers).ConfigureAwait(false);
        }
        finally
        {
            intake.Leave();
        }
    }

    private async ValueTask ExportAsync(HttpContext context, Signal signal, int tenant, FirehoseEnvelope envelope, FirehoseHeaders headers)
    {
        var requestId = headers.RequestId ?? envelope.RequestId;
        using var export = new RequestBody(intake, _maxRequestBytes);
        var decoder = new FirehoseDecoder(intake, _maxRequestBytes);
        var problem = decoder.Decode(signal, envelope, headers, export);
        if (problem != BodyProblem.None)
        {
            await RefuseAsync(context, signal, requestId, ExportOutcome.Of(problem)).ConfigureAwait(false);
            return;
        }

        if (decoder.Rejected > 0)
        {
            logger.RecordsRejected(decoder.Rejected, signal, "Firehose record that is not of the expected format, or log event without a message");
            if (export.Length == 0)
            {
                var outcome = new ExportOutcome(ExportStatus.Malformed, 0, decoder.Rejected, Expected(signal));
                await RefuseAsync(context, signal, requestId, outcome).ConfigureAwait(false);
                return;
            }

            metrics.Rejected(signal, Door.Firehose, decoder.Rejected);
            metrics.Totals(tenant).AddRejected(signal, decoder.Rejected);
        }

        var exported = await pipeline
            .ExportAsync(signal, tenant, export, BodyEncoding.Protobuf, Door.Firehose, context.RequestAborted)
            .ConfigureAwait(false);
        await AnswerAsync(context, requestId, exported).ConfigureAwait(false);
    }

    private static string Expected(Signal signal) => signal == Signal.Metrics
        ? "No record could be read: a metric stream in the OpenTelemetry 1.0 format is expected."
        : "No record could be read: a CloudWatch Logs subscription is expected.";

    private ValueTask RefuseAsync(HttpContext context, Signal signal, string? requestId, in ExportOutcome outcome)
    {
        pipeline.Record(signal, Door.Firehose, 0, outcome);
        return AnswerAsync(context, requestId, outcome);
    }

    private ValueTask AnswerAsync(HttpContext context, string? requestId, in ExportOutcome outcome)
    {
        if (outcome.IsRetryable)
        {
            context.Response.Headers.RetryAfter = retry.RetryAfter(outcome);
        }

        var error = outcome.IsSuccess ? null : outcome.Reason ?? ExportAnswers.Message(outcome.Status, _maxRequestBytes);
        return ReplyAsync(context, ExportAnswers.Http(outcome.Status), requestId, error);
    }

    private ValueTask ReplyAsync(HttpContext context, int statusCode, string? requestId, string? error) =>
        FirehoseReply.WriteAsync(context.Response, statusCode, requestId, time.GetUtcNow(), error, context.RequestAborted);
}
