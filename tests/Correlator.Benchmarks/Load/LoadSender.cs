using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Compression;
using System.Net.Http.Headers;
using Correlator.Telemetry;

namespace Correlator.Benchmarks.Load;

/// <summary>
/// Sends requests as exporters do, some at once, each as soon as the one before it is answered. An answer that is not success stops the bench.
/// </summary>
internal sealed class LoadSender(LoadMix mix, IReadOnlyDictionary<Signal, LoadRequest[]> corpus, Uri grpc, Uri http) : IDisposable
{
    private const int GrpcPrefix = 5;
    private static long _sent;

    // HTTP/1.1 needs a connection per request under way, which the client opens.
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false });

    // As that many function instances with an exporter each have.
    private readonly GrpcConnection[] _connections = [.. Enumerable.Range(0, mix.Grpc ? mix.Concurrency : 0).Select(_ => new GrpcConnection(grpc))];

    private readonly Dictionary<Signal, byte[]> _headers = mix.Signals.ToDictionary(signal => signal, signal => GrpcHeaders.Call(
        $"/opentelemetry.proto.collector.{(signal == Signal.Traces ? "trace.v1.Trace" : $"{Name(signal)}.v1.{signal}")}Service/Export",
        grpc.Authority,
        mix.Gzip));

    public ConcurrentBag<double> Milliseconds { get; } = [];

    public ConcurrentDictionary<Signal, long> Acknowledged { get; } = [];

    public async Task SendForAsync(TimeSpan time)
    {
        Milliseconds.Clear();
        Acknowledged.Clear();
        var until = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        await Task.WhenAll(Enumerable.Range(0, mix.Concurrency)
            .Select(lane => Task.Run(() => mix.Grpc ? CallUntilAsync(until, _connections[lane]) : PostUntilAsync(until))));
    }

    public void Dispose()
    {
        _client.Dispose();
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }
    }

    private async Task CallUntilAsync(long until, GrpcConnection connection)
    {
        while (Stopwatch.GetTimestamp() < until)
        {
            var (signal, buffer, framed) = Next();
            framed.Span[0] = mix.Gzip ? (byte)1 : (byte)0;
            BinaryPrimitives.WriteInt32BigEndian(framed.Span[1..], framed.Length - GrpcPrefix);
            var started = Stopwatch.GetTimestamp();
            Count(signal, started, await connection.CallAsync(_headers[signal], framed));
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task PostUntilAsync(long until)
    {
        while (Stopwatch.GetTimestamp() < until)
        {
            var (signal, buffer, framed) = Next();
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(http, $"/v1/{Name(signal)}"))
            {
                Content = new ReadOnlyMemoryContent(framed[GrpcPrefix..]),
            };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
            if (mix.Gzip)
            {
                request.Content.Headers.ContentEncoding.Add("gzip");
            }

            var started = Stopwatch.GetTimestamp();
            using var answer = await _client.SendAsync(request, CancellationToken.None);
            var body = await answer.Content.ReadAsByteArrayAsync();
            Count(signal, started, new LoadAnswer((int)answer.StatusCode, null, body.Length));
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The next request, with room for the prefix of gRPC, and the buffer to be returned after it.</summary>
    private (Signal Signal, byte[] Buffer, Memory<byte> Framed) Next()
    {
        var number = Interlocked.Increment(ref _sent);
        var signal = mix.Signals[number % mix.Signals.Length];
        var template = corpus[signal][(number / mix.Signals.Length) % corpus[signal].Length];
        var buffer = ArrayPool<byte>.Shared.Rent(GrpcPrefix + template.Length);
        template.Write(buffer.AsSpan(GrpcPrefix, template.Length), (ulong)number);
        return (signal, buffer, mix.Gzip ? Compressed(buffer, template.Length) : buffer.AsMemory(0, GrpcPrefix + template.Length));
    }

    private void Count(Signal signal, long started, LoadAnswer answer)
    {
        Milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        if (answer.Status != 200 || answer.GrpcStatus != (mix.Grpc ? 0 : null) || answer.Length > (mix.Grpc ? GrpcPrefix : 0))
        {
            throw new InvalidOperationException($"{mix.Name}: answered with {answer}.");
        }

        Acknowledged.AddOrUpdate(signal, mix.PerRequest, (_, known) => known + mix.PerRequest);
    }

    private static string Name(Signal signal) => signal.ToString().ToLowerInvariant();

    private static Memory<byte> Compressed(byte[] buffer, int length)
    {
        var compressed = new MemoryStream(length / 2);
        compressed.SetLength(GrpcPrefix);
        compressed.Position = GrpcPrefix;
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(buffer, GrpcPrefix, length);
        }

        return compressed.GetBuffer().AsMemory(0, (int)compressed.Length);
    }
}
