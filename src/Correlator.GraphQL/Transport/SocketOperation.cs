using Correlator.GraphQL.Execution;

namespace Correlator.GraphQL.Transport;

/// <summary>An operation that runs on a WebSocket.</summary>
internal sealed class SocketOperation(string id, GraphQLRequest request, CancellationTokenSource end) : IDisposable
{
    private readonly Lock _gate = new();
    private bool _isDisposed;

    public string Id => id;

    public GraphQLRequest Request => request;

    public CancellationToken Token { get; } = end.Token;

    /// <summary>Ends it; it may have ended at the same moment by itself.</summary>
    public void Cancel()
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                end.Cancel();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            end.Dispose();
        }
    }
}
