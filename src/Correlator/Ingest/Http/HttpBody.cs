using System.IO.Pipelines;

namespace Correlator.Ingest.Http;

internal static class HttpBody
{
    public static async ValueTask<BodyProblem> ReadAsync(PipeReader reader, long? announced, RequestBody body, CancellationToken cancellationToken)
    {
        using var late = body.BeginReading().UnsafeRegister(static reader => ((PipeReader?)reader)?.CancelPendingRead(), reader);
        var problem = body.Expect(announced ?? 0);
        while (problem == BodyProblem.None)
        {
            var result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            problem = result.IsCanceled ? BodyProblem.Slow : body.Append(result.Buffer);
            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                break;
            }
        }

        return problem;
    }
}
