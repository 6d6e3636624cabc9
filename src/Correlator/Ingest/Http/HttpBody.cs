using System.IO.Pipelines;

namespace Correlator.Ingest.Http;

internal static class HttpBody
{
    /// <param name="gzip">Whether it is to be inflated.</param>
    public static async ValueTask<BodyProblem> ReadAsync(HttpContext context, RequestBody body, bool gzip)
    {
        var reader = context.Request.BodyReader;
        using var late = body.BeginReading().UnsafeRegister(static reader => ((PipeReader?)reader)?.CancelPendingRead(), reader);
        var problem = body.Expect(context.Request.ContentLength ?? 0);
        while (problem == BodyProblem.None)
        {
            var result = await reader.ReadAsync(context.RequestAborted).ConfigureAwait(false);
            problem = result.IsCanceled ? BodyProblem.Slow : body.Append(result.Buffer);
            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                break;
            }
        }

        return problem == BodyProblem.None && gzip ? body.Inflate() : problem;
    }
}
