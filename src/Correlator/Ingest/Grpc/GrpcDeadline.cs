namespace Correlator.Ingest.Grpc;

/// <summary>The token of a call: cancelled when its sender hangs up or its grpc-timeout has passed.</summary>
internal sealed class GrpcDeadline : IDisposable
{
    private readonly CancellationTokenSource? _timer;
    private readonly CancellationTokenSource? _either;

    private GrpcDeadline(CancellationToken aborted) => Token = aborted;

    private GrpcDeadline(TimeSpan timeout, TimeProvider time, CancellationToken aborted)
    {
        _timer = new CancellationTokenSource(timeout, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(aborted, _timer.Token);
        Token = _either.Token;
    }

    public CancellationToken Token { get; }

    public bool HasPassed => _timer is { IsCancellationRequested: true };

    /// <summary>Null when the header cannot be read.</summary>
    public static GrpcDeadline? Start(HttpContext context, TimeProvider time)
    {
        var header = context.Request.Headers["grpc-timeout"];
        if (header.Count == 0)
        {
            return new GrpcDeadline(context.RequestAborted);
        }

        return GrpcTimeout.TryParse(header.ToString(), out var timeout) ? new GrpcDeadline(timeout, time, context.RequestAborted) : null;
    }

    public void Dispose()
    {
        _either?.Dispose();
        _timer?.Dispose();
    }
}
