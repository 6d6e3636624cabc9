namespace Correlator.Query.Live;

/// <summary>Whether anybody has subscribed yet: until then nothing needs to be listened to.</summary>
internal sealed class LiveDemand
{
    private readonly TaskCompletionSource _raised = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Raise() => _raised.TrySetResult();

    public Task RaisedAsync(CancellationToken cancellationToken) => _raised.Task.WaitAsync(cancellationToken);
}
