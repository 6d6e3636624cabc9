using System.IO.Pipelines;

namespace Correlator.Ingest.Http;

internal static class HttpBody
{
    public static async ValueTask<BodyProblem> ReadAsync(PipeReader reader, long? announced, RequestBody body, CancellationToken cancellationToken)
    {
        var problem = body.Reserve(announced ?? 0);
        while (problem == BodyProblem.None)
        {
            var result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            problem = body.Append(result.Buffer);
            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                break;
            }
        }

        return problem;
    }
}
