using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Correlator.GraphQL.Transport;

/// <summary>Asks time and again whether a caller who stays may still be here.</summary>
internal sealed class AccessWatch(GraphQLSetup setup, GraphQLServerOptions options, HttpContext context, RequestState state, TimeProvider time, ILogger logger)
{
    public const string Message = "Access has ended.";

    /// <summary>Ends when access has, and never when nobody asks.</summary>
    /// <exception cref="OperationCanceledException">The caller is gone.</exception>
    public async Task EndedAsync(CancellationToken cancellationToken)
    {
        if (setup.AccessChecks.Count == 0)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }

        do
        {
            await Task.Delay(options.AccessCheckPeriod, time, cancellationToken);
        }
        while (await IsAllowedAsync(cancellationToken));
    }

    private async ValueTask<bool> IsAllowedAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var check in setup.AccessChecks)
            {
                if (!await check(context, state, cancellationToken))
                {
                    return false;
                }
            }

            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Who cannot be asked about is let in no longer than who is refused.
            GraphQLLog.RequestFailed(logger, exception);
            return false;
        }
    }
}
