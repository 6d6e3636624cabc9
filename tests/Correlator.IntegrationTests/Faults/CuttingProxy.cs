using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Correlator.IntegrationTests.Faults;

/// <summary>Passes connections on, until it cuts them as planned: the wire that breaks at the worst moment.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly EndPoint _target;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<Connection, Task> _connections = new();
    private readonly Lock _planning = new();
    private readonly Task _accepting;
    private int _cuts;
    private int _cutsAtCommit;

    public CuttingProxy(EndPoint target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Asked for every new connection.</summary>
    public Func<CutPlan> Plan { get; set; } = () => new CutPlan();

    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>Those of them that swallowed the answer to a commit.</summary>
    public int CutsAtCommit => Volatile.Read(ref _cutsAtCommit);

    public async Task CutAllAsync()
    {
        foreach (var (connection, task) in _connections)
        {
            connection.Cut();
            await task;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        await CutAllAsync();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!_end.IsCancellationRequested)
            {
                var client = await _listener.AcceptSocketAsync(_end.Token);
                CutPlan plan;
                lock (_planning)
                {
                    plan = Plan();
                }

                var connection = new Connection(client, plan, this);
                _connections[connection] = Task.Run(() => RunAsync(connection));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end of the test.
        }
    }

    private async Task RunAsync(Connection connection)
    {
        try
        {
            await connection.RunAsync(_target, _end.Token);
        }
        finally
        {
            _connections.TryRemove(connection, out _);
        }
    }

    private sealed class Connection(Socket client, CutPlan plan, CuttingProxy proxy)
    {
        /// <summary>
        /// What the backend says of a commit that is done: of one that was asked for ('C', the length, tag, zero), and of one at the end of a batch that opened
        /// no transaction (the tag of its last INSERT, and 'Z', the length, idle).
        /// </summary>
        private static readonly byte[][] Committed =
        [
            [(byte)'C', 0, 0, 0, 11, .. "COMMIT\0"u8],
            [.. "INSERT 0 1\0"u8, (byte)'Z', 0, 0, 0, 5, (byte)'I'],
        ];

        private readonly TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _commits;

        public void Cut() => _cut.TrySetResult();

        private static bool HasCommit(ReadOnlySpan<byte> answer)
        {
            foreach (var committed in Committed)
            {
                if (answer.IndexOf(committed) >= 0)
                {
                    return true;
                }
            }

            return false;
        }

        public async Task RunAsync(EndPoint target, CancellationToken cancellationToken)
        {
            var protocol = target is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp;
            using var server = new Socket(target.AddressFamily, SocketType.Stream, protocol);
            using (client)
            {
                try
                {
                    await server.ConnectAsync(target, cancellationToken);
                }
                catch (SocketException)
                {
                    return;
                }

                var up = PumpAsync(client, server, toServer: true, cancellationToken);
                var down = PumpAsync(server, client, toServer: false, cancellationToken);
                await Task.WhenAny(up, down, _cut.Task);

                // Reset, not closed: what is on its way is lost.
                client.LingerState = new LingerOption(true, 0);
                client.Close();
                server.Close();
                await Task.WhenAll(up, down);
            }
        }

        private async Task PumpAsync(Socket from, Socket to, bool toServer, CancellationToken cancellationToken)
        {
            var buffer = new byte[64 << 10];
            var left = (toServer ? plan.AfterBytesToServer : plan.AfterBytesToClient) ?? long.MaxValue;
            try
            {
                while (await from.ReceiveAsync(buffer, cancellationToken) is > 0 and var read)
                {
                    if (!toServer && plan.AfterCommits is { } last && HasCommit(buffer.AsSpan(0, read)) && ++_commits >= last)
                    {
                        Interlocked.Increment(ref proxy._cutsAtCommit);
                        Interlocked.Increment(ref proxy._cuts);
                        Cut();
                        return;
                    }

                    await to.SendAsync(buffer.AsMemory(0, (int)Math.Min(read, left)), cancellationToken);
                    left -= read;
                    if (left <= 0)
                    {
                        Interlocked.Increment(ref proxy._cuts);
                        Cut();
                        return;
                    }
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // Cut, by us or by whoever hung up.
            }
        }
    }
}
