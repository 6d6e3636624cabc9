using Correlator.Ingest.Access;
using Correlator.Ingest.Wire;
using Correlator.Storage.Access;
using Correlator.Telemetry;
using Microsoft.Extensions.Options;

namespace Correlator.Ingest.Grpc;

/// <summary>OTLP/gRPC: unary calls on Kestrel's HTTP/2.</summary>
internal sealed class GrpcDoor(
    ExportPipeline pipeline, TenantResolver tenants, IntakeLimiter intake, GrpcHealth health, RetryAdvice retry,
    IOptions<IngestOptions> options, TimeProvider time, ILogger<GrpcDoor> logger)
{
    private const string AcceptedEncodings = "identity,gzip";
    private readonly int _maxRequestBytes = options.Value.MaxRequestBytes;

    public async Task HandleAsync(HttpContext context)
    {
        var response = context.Response;
        if (!IsGrpc(context.Request.ContentType))
        {
            response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        if (!HttpMethods.IsPost(context.Request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = HttpMethods.Post;
            return;
        }

        using var deadline = GrpcDeadline.Start(context, time);
        if (deadline is null)
        {
            GrpcReply.Status(response, GrpcStatus.Internal, "grpc-timeout cannot be read.");
            return;
        }

        try
        {
            await DispatchAsync(context, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.HasPassed && !response.HasStarted)
        {
            GrpcReply.Status(response, GrpcStatus.DeadlineExceeded, "The deadline passed before the data was stored.");
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            logger.RequestAborted(Door.Grpc.Name, "the sender cancelled");
        }
        catch (MalformedRequestException malformed)
        {
            GrpcReply.Status(response, GrpcStatus.InvalidArgument, malformed.Message);
        }
        catch (IOException exception)
        {
            logger.RequestAborted(Door.Grpc.Name, exception.Message);
            context.Abort();
        }
        catch (Exception exception) when (!response.HasStarted)
        {
            logger.RequestFailed(exception, Door.Grpc.Name);
            GrpcReply.Status(response, GrpcStatus.Internal, "The call failed for a reason on the server's side.");
        }
    }

    private static bool IsGrpc(string? contentType) =>
        contentType is not null && contentType.StartsWith(GrpcReply.ContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == GrpcReply.ContentType.Length
            || contentType[GrpcReply.ContentType.Length] == ';'
            || contentType.AsSpan(GrpcReply.ContentType.Length).StartsWith("+proto", StringComparison.OrdinalIgnoreCase));

    private async ValueTask DispatchAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var path = context.Request.Path.Value ?? "";
        if (path == GrpcServices.HealthCheck)
        {
            await CheckHealthAsync(context, cancellationToken).ConfigureAwait(false);
        }
        else if (GrpcServices.Exported(path) is not { } signal)
        {
            GrpcReply.Status(context.Response, GrpcStatus.Unimplemented, $"No such method: {path}");
        }
        else
        {
            var shown = ShownToken.In(context.Request.Headers);
            var decision = await tenants.ResolveAsync(shown, TokenScopes.Ingest, Door.Grpc, cancellationToken).ConfigureAwait(false);
            if (decision.IsGranted(out var grant))
            {
                await AdmitAsync(context, signal, grant, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                var status = decision.Verdict == AccessVerdict.Forbidden ? GrpcStatus.PermissionDenied : GrpcStatus.Unauthenticated;
                GrpcReply.Status(context.Response, status, AccessMessages.Of(decision.Verdict, TokenScopes.Ingest));
            }
        }
    }

    private async ValueTask AdmitAsync(HttpContext context, Signal signal, Grant grant, CancellationToken cancellationToken)
    {
        if (pipeline.Refuses(grant.TenantId) is { } refused)
        {
            Answer(context.Response, signal, refused);
        }
        else if (!intake.TryEnter())
        {
            Answer(context.Response, signal, new ExportOutcome(ExportStatus.Full));
        }
        else
        {
            try
            {
                await ExportAsync(context, signal, grant.TenantId, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                intake.Leave();
            }
        }
    }

    private async ValueTask ExportAsync(HttpContext context, Signal signal, int tenant, CancellationToken cancellationToken)
    {
        using var message = await ReadMessageAsync(context, signal, cancellationToken).ConfigureAwait(false);
        if (message is null)
        {
            return;
        }

        var outcome = await pipeline.ExportAsync(signal, tenant, message, BodyEncoding.Protobuf, Door.Grpc, cancellationToken).ConfigureAwait(false);
        if (!outcome.IsSuccess)
        {
            Refuse(context.Response, outcome);
            return;
        }

        var reply = OtlpResponses.Success(outcome.Rejected, outcome.Reason, BodyEncoding.Protobuf, signal);
        await GrpcReply.OkAsync(context.Response, reply, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask CheckHealthAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using var message = await ReadMessageAsync(context, null, cancellationToken).ConfigureAwait(false);
        if (message is null)
        {
            return;
        }

        if (health.Check(message.Bytes) is { } reply)
        {
            await GrpcReply.OkAsync(context.Response, reply, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            GrpcReply.Status(context.Response, GrpcStatus.NotFound, "Unknown service.");
        }
    }

    /// <summary>The call's message after decompression; null when the answer is given already.</summary>
    private async ValueTask<RequestBody?> ReadMessageAsync(HttpContext context, Signal? signal, CancellationToken cancellationToken)
    {
        var encoding = context.Request.Headers["grpc-encoding"].ToString();
        if (Gzip.IsNamed(encoding) is not { } gzip)
        {
            context.Response.Headers["grpc-accept-encoding"] = AcceptedEncodings;
            GrpcReply.Status(context.Response, GrpcStatus.Unimplemented, $"grpc-encoding '{encoding}' is not supported; use {AcceptedEncodings}.");
            return null;
        }

        var body = new RequestBody(intake, _maxRequestBytes);
        try
        {
            var frame = await GrpcFraming.ReadAsync(context.Request.BodyReader, body, cancellationToken).ConfigureAwait(false);
            var problem = frame.Problem;
            if (problem == BodyProblem.None && frame.Compressed)
            {
                problem = gzip ? body.Inflate() : BodyProblem.Corrupt;
            }

            if (problem == BodyProblem.None)
            {
                return body;
            }

            body.Dispose();
            Refuse(context.Response, signal, problem);
            return null;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private void Refuse(HttpResponse response, Signal? signal, BodyProblem problem)
    {
        switch (problem)
        {
            case BodyProblem.TooLarge or BodyProblem.Full or BodyProblem.Slow:
                Answer(response, signal, ExportOutcome.Of(problem));
                break;
            case BodyProblem.Incomplete:
                GrpcReply.Status(response, GrpcStatus.Internal, "Incomplete message.");
                break;
            case BodyProblem.Excess:
                GrpcReply.Status(response, GrpcStatus.Internal, "Additional data after the message of a unary call.");
                break;
            default:
                GrpcReply.Status(response, GrpcStatus.Internal, "The message cannot be decompressed by its grpc-encoding.");
                break;
        }
    }

    private void Answer(HttpResponse response, Signal? signal, in ExportOutcome outcome)
    {
        if (signal is { } exported)
        {
            pipeline.Record(exported, Door.Grpc, 0, outcome);
        }

        Refuse(response, outcome);
    }

    private void Refuse(HttpResponse response, in ExportOutcome outcome)
    {
        var message = outcome.Reason ?? ExportAnswers.Message(outcome.Status, _maxRequestBytes);
        GrpcReply.Status(response, ExportAnswers.Grpc(outcome.Status), message, outcome.IsRetryable ? retry.GrpcDetails(outcome) : null);
    }
}
