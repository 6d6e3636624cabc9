using System.Collections.Concurrent;
using Correlator.IntegrationTests.Support;
using Correlator.Telemetry;

namespace Correlator.IntegrationTests.Faults;

/// <summary>Orders of a shop, exported by many at once for as long as the test wants; and what their exporters were told.</summary>
internal sealed class ShopLoad : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ulong _run = (ulong)System.Random.Shared.NextInt64();
    private readonly IReadOnlyList<Uri> _servers;
    private readonly bool _retries;
    private readonly TimeSpan _pace;
    private readonly HttpClient[] _clients;
    private readonly CancellationTokenSource _noMoreOrders = new();
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, ShopRequest> _acknowledged = new();
    private readonly ConcurrentDictionary<string, int> _otherAnswers = new();
    private readonly Task[] _senders;
    private int _orders;
    private int _sent;

    /// <param name="servers">Doors of OTLP/gRPC; a sender turns to the next when one fails it.</param>
    /// <param name="retries">Whether a request is sent again until it is acknowledged; else it is sent once, come what may.</param>
    /// <param name="pace">How long a sender waits between requests.</param>
    public ShopLoad(IReadOnlyList<Uri> servers, int senders = 16, bool retries = true, TimeSpan pace = default, DateTimeOffset? start = null)
    {
        _servers = servers;
        _retries = retries;
        _pace = pace;
        var now = start ?? TimeProvider.System.GetUtcNow().AddSeconds(-90);
        Start = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        _clients = [.. Enumerable.Range(0, 4).Select(_ => new HttpClient { Timeout = Patience })];
        _senders = [.. Enumerable.Range(0, senders).Select(sender => Task.Run(() => SendAsync(sender)))];
    }

    /// <summary>When the first order was taken; all of them are within the minutes after it.</summary>
    public DateTimeOffset Start { get; }

    public IReadOnlyCollection<ShopRequest> Acknowledged => [.. _acknowledged.Values];

    public int Count => _acknowledged.Count;

    /// <summary>Requests sent, however often each.</summary>
    public int Sent => Volatile.Read(ref _sent);

    /// <summary>What was answered but success, and how often.</summary>
    public string OtherAnswers => string.Join(", ", _otherAnswers.Select(answer => $"{answer.Value} x {answer.Key}"));

    /// <summary>Answers that tell an exporter to give its data up, though nothing is wrong with them.</summary>
    public IEnumerable<string> FinalRefusals => _otherAnswers.Keys.Where(answer =>
        answer.StartsWith("status ", StringComparison.Ordinal) && answer is not ("status 14" or "status 1" or "status 4" or "status 8"));

    public Task ReachAsync(int acknowledged) => Eventually.TrueAsync(
        () => Task.FromResult(Count >= acknowledged),
        $"{acknowledged} acknowledged requests (there are {Count}; {OtherAnswers})",
        timeoutSeconds: 240);

    /// <summary>Waits for more acknowledgements than there are.</summary>
    public Task GrowAsync(int by) => ReachAsync(Count + by);

    /// <summary>As an exporter does that lost the answer.</summary>
    public async Task<bool> SendAgainAsync(ShopRequest request) => await AnswerAsync(_servers[0], _clients[0], request) is null;

    /// <summary>Takes no more orders and waits until the last one's requests are delivered, or given up by who does not retry.</summary>
    public async Task FinishAsync(int timeoutSeconds = 240)
    {
        await _noMoreOrders.CancelAsync();
        await Task.WhenAll(_senders).WaitAsync(TimeSpan.FromSeconds(timeoutSeconds), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await _noMoreOrders.CancelAsync();
        await _end.CancelAsync();
        await Task.WhenAll(_senders);
        Array.ForEach(_clients, client => client.Dispose());
        _noMoreOrders.Dispose();
        _end.Dispose();
    }

    private async Task SendAsync(int sender)
    {
        var random = new Random(sender);
        while (!_noMoreOrders.IsCancellationRequested)
        {
            var requests = new ShopOrder(_run, Interlocked.Increment(ref _orders), Start).Requests().ToArray();
            random.Shuffle(requests);
            foreach (var request in requests)
            {
                await DeliverAsync(sender, request);
            }
        }
    }

    private async Task DeliverAsync(int sender, ShopRequest request)
    {
        for (var tries = 0; !_end.IsCancellationRequested; tries++)
        {
            Interlocked.Increment(ref _sent);
            var answer = await AnswerAsync(_servers[(sender + tries) % _servers.Count], _clients[sender % _clients.Length], request);
            if (answer is null)
            {
                _acknowledged[request.Key] = request;
                await PauseAsync(_pace);
                return;
            }

            _otherAnswers.AddOrUpdate(answer, 1, (_, count) => count + 1);
            await PauseAsync(Pause);
            if (!_retries)
            {
                return;
            }
        }
    }

    private async Task PauseAsync(TimeSpan time)
    {
        if (time > TimeSpan.Zero)
        {
            await Task.Delay(time, TimeProvider.System, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>Null for success.</returns>
    private async Task<string?> AnswerAsync(Uri server, HttpClient client, ShopRequest request)
    {
        var path = request.Signal switch
        {
            Signal.Traces => GrpcCall.TraceExport,
            Signal.Logs => GrpcCall.LogsExport,
            _ => GrpcCall.MetricsExport,
        };
        try
        {
            var answer = await new GrpcCall(server, path, GrpcCall.Frame(request.Body)).SendAsync(client, _end.Token);
            return answer.Status == "0" ? null : $"status {answer.Status ?? "none"}";
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return exception is OperationCanceledException ? "no answer" : "connection lost";
        }
    }
}
