using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Compression;
using System.Net;
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

    // Exporters hold one connection each; HTTP/1.1 needs one per request under way.
    private readonly HttpMessageInvoker[] _clients =
    [
        .. Enumerable.Range(0, mix.Grpc ? 4 : 1).Select(_ => new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            InitialHttp2StreamWindowSize = 1 << 20,
        })),
    ];

    public ConcurrentBag<double> Milliseconds { get; } = [];

    public ConcurrentDictionary<Signal, long> Acknowledged { get; } = [];

    public async Task SendForAsync(TimeSpan time)
    {
        Milliseconds.Clear();
        Acknowledged.Clear();
        var until = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        await Task.WhenAll(Enumerable.Range(0, mix.Concurrency).Select(lane => Task.Run(async () =>
        {
            while (Stopwatch.GetTimestamp() < until)
            {
                await SendAsync(_clients[lane % _clients.Length]);
            }
        })));
    }

    public void Dispose()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }
    }

    private async Task SendAsync(HttpMessageInvoker client)
    {
        var number = Interlocked.Increment(ref _sent);
        var signal = mix.Signals[number % mix.Signals.Length];
        var template = corpus[signal][(number / mix.Signals.Length) % corpus[signal].Length];
        var buffer = ArrayPool<byte>.Shared.Rent(GrpcPrefix + template.Length);
        template.Write(buffer.AsSpan(GrpcPrefix, template.Length), (ulong)number);
        using var request = mix.Gzip ? Request(signal, Compressed(buffer, template.Length)) : Request(signal, buffer.AsMemory(0, GrpcPrefix + template.Length));
        var started = Stopwatch.GetTimestamp();
        using var answer = await client.SendAsync(request, CancellationToken.None);
        var body = await answer.Content.ReadAsByteArrayAsync();
        Milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        Acknowledged.AddOrUpdate(signal, mix.PerRequest, (_, known) => known + mix.PerRequest);
        ArrayPool<byte>.Shared.Return(buffer);
        MustBeSuccess(answer, body);
    }

    private HttpRequestMessage Request(Signal signal, ReadOnlyMemory<byte> framed)
    {
        var name = signal.ToString().ToLowerInvariant();
        var length = framed.Length - GrpcPrefix;
        if (mix.Grpc)
        {
            var head = System.Runtime.InteropServices.MemoryMarshal.AsMemory(framed).Span;
            head[0] = mix.Gzip ? (byte)1 : (byte)0;
            BinaryPrimitives.WriteInt32BigEndian(head[1..], length);
        }

        var service = signal == Signal.Traces ? "trace.v1.TraceService" : $"{name}.v1.{signal}Service";
        var door = mix.Grpc ? new Uri(grpc, $"/opentelemetry.proto.collector.{service}/Export") : new Uri(http, $"/v1/{name}");
        var request = new HttpRequestMessage(HttpMethod.Post, door)
        {
            Version = mix.Grpc ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ReadOnlyMemoryContent(mix.Grpc ? framed : framed[GrpcPrefix..]),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(mix.Grpc ? "application/grpc" : "application/x-protobuf");
        if (mix.Grpc)
        {
            request.Headers.TryAddWithoutValidation("te", "trailers");
        }

        if (mix.Gzip)
        {
            request.Headers.TryAddWithoutValidation("grpc-encoding", "gzip");
        }

        return request;
    }

    private static ReadOnlyMemory<byte> Compressed(byte[] buffer, int length)
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

    private void MustBeSuccess(HttpResponseMessage answer, byte[] body)
    {
        var status = mix.Grpc && answer.TrailingHeaders.TryGetValues("grpc-status", out var trailer) ? trailer.First() : mix.Grpc ? "none" : "0";
        if (!answer.IsSuccessStatusCode || status != "0" || body.Length > (mix.Grpc ? GrpcPrefix : 0))
        {
            throw new InvalidOperationException($"{mix.Name}: answered with {(int)answer.StatusCode}, grpc-status {status}, {body.Length} bytes.");
        }
    }
}
