using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using Correlator.Correlation;
using Correlator.Ingest;
using Correlator.IntegrationTests.Support;
using Correlator.Storage;
using Correlator.Storage.Blocks;
using Correlator.Telemetry;
using Correlator.Tests.Ingest.Fuzz;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Correlator.Benchmarks;

/// <summary>A server over a database of its own that mutated requests are sent to, by HTTP and gRPC, plain and compressed; and what it answered.</summary>
internal sealed class FuzzDoors : IAsyncDisposable
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(20);
    private readonly PrivatePostgres? _postgres;
    private readonly WebApplication _app;
    private readonly HttpClient _client = new() { Timeout = Hang };
    private readonly ConcurrentDictionary<string, int> _answers = new();

    private FuzzDoors(PrivatePostgres? postgres, WebApplication app)
    {
        _postgres = postgres;
        _app = app;
    }

    public static async Task<FuzzDoors> StartAsync()
    {
        var named = Environment.GetEnvironmentVariable("CORRELATOR_TEST_DB");
        var postgres = string.IsNullOrEmpty(named) ? await PrivatePostgres.StartNewAsync() : null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Correlator"] = await PrivatePostgres.CreateDatabaseAsync(postgres?.ConnectionString ?? named ?? ""),
            ["Correlator:Storage:JournalFolder"] = "",
            ["Correlator:Ingest:GrpcEndpoint"] = "127.0.0.1:0",
            ["Correlator:Ingest:HttpEndpoint"] = "127.0.0.1:0",
        });
        builder.AddIngest().AddStorage().AddCorrelation();
        var app = builder.Build();
        app.MapIngest();
        await app.StartAsync();
        return new FuzzDoors(postgres, app);
    }

    public override string ToString() =>
        string.Join(", ", _answers.OrderByDescending(answer => answer.Value).Select(answer => $"{answer.Value} x {answer.Key}"));

    public Task SendAsync(FuzzCorpus corpus, int requests, int oneIn) => Parallel.ForEachAsync(
        Enumerable.Range(0, requests / oneIn),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
        async (number, cancellationToken) =>
        {
            var request = corpus.Case(number * oneIn);
            string answer;
            try
            {
                answer = request.IsJson || number % 2 == 0
                    ? await PostAsync(request, number, cancellationToken)
                    : await CallAsync(request, number, cancellationToken);
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                answer = $"NO ANSWER to request {request.Number}: {exception.Message}";
            }

            _answers.AddOrUpdate(answer, 1, (_, count) => count + 1);
        });

    /// <summary>Waits until all of it is correlated, then reads every block back.</summary>
    /// <returns>How much does not hold.</returns>
    public async Task<int> CheckAsync()
    {
        var failures = _answers.Where(answer => !Expected(answer.Key)).Sum(answer => answer.Value);
        await using var connection = await _app.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        var waiting = await Eventually(() => connection.ExecuteScalarAsync<long>("SELECT count(*) FROM ledger_batch WHERE state < 2"));
        var setAside = await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM ledger_batch WHERE state = 3");
        var (spans, unreadable) = await ReadAsync(connection, "span_block", body => SpanBlockDecoder.Decode(body).Count);
        var (logs, unreadableLogs) = await ReadAsync(connection, "log_block", body => LogBlockDecoder.Decode(body).Count);
        var points = await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM metric_point");
        var recorded = await connection.QuerySingleAsync<(long Spans, long Logs)>(
            "SELECT coalesce(sum(spans), 0)::bigint, coalesce(sum(log_records), 0)::bigint FROM ledger_batch");
        Console.WriteLine(
            $"stored: {spans} spans of {recorded.Spans}, {logs} log records of {recorded.Logs} and {points} points read back; "
            + $"{waiting} batches not correlated, {setAside} set aside");
        return failures + unreadable + unreadableLogs + (int)waiting + (int)setAside + (spans == recorded.Spans && logs == recorded.Logs ? 0 : 1);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }

    /// <summary>Success, a refusal for what the request is, or no valid gRPC framing; never a failure of the server's own.</summary>
    private static bool Expected(string answer) =>
        answer is "http 200" or "http 400" or "http 413" or "grpc 0" or "grpc 3" or "grpc 8" or "grpc 13 by framing" or "grpc 13 by gzip";

    private static async Task<(long Records, int Unreadable)> ReadAsync(NpgsqlConnection connection, string table, Func<byte[], int> decode)
    {
        var (records, unreadable) = (0L, 0);
        await using var command = new NpgsqlCommand($"SELECT body, records FROM {table}", connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            try
            {
                records += decode(reader.GetFieldValue<byte[]>(0));
            }
            catch (CorruptBlockException corrupt)
            {
                unreadable++;
                Console.WriteLine($"UNREADABLE block of {reader.GetInt32(1)} records in {table}: {corrupt.Message}");
            }
        }

        return (records, unreadable);
    }

    private static async Task<long> Eventually(Func<Task<long>> waiting)
    {
        var left = await waiting();
        for (var tries = 0; left > 0 && tries < 1200; tries++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
            left = await waiting();
        }

        return left;
    }

    private static byte[] Gzip(byte[] plain)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            gzip.Write(plain);
        }

        return buffer.ToArray();
    }

    private async Task<string> PostAsync(FuzzCase request, int number, CancellationToken cancellationToken)
    {
        var isGzip = number % 7 == 0;
        using var content = new ByteArrayContent(isGzip ? Damaged(Gzip(request.Body), number) : request.Body);
        content.Headers.TryAddWithoutValidation("Content-Type", request.IsJson ? "application/json" : "application/x-protobuf");
        if (isGzip)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        var path = request.Signal switch { Signal.Traces => "v1/traces", Signal.Logs => "v1/logs", _ => "v1/metrics" };
        var door = _app.Services.GetRequiredService<IngestEndpoints>().Http;
        using var answer = await _client.PostAsync(new Uri($"http://{door}/{path}"), content, cancellationToken);
        await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        return $"http {(int)answer.StatusCode}";
    }

    private async Task<string> CallAsync(FuzzCase request, int number, CancellationToken cancellationToken)
    {
        var isGzip = number % 7 == 0;
        var isBroken = number % 11 == 0;
        var message = isGzip ? Damaged(Gzip(request.Body), number) : request.Body;
        byte[] frame =
        [
            isGzip ? (byte)1 : (byte)0,
            (byte)(message.Length >> 24),
            (byte)(message.Length >> 16),
            (byte)(message.Length >> 8),
            (byte)message.Length,
            .. message,
        ];
        if (isBroken)
        {
            frame[number / 11 % 5] ^= (byte)(1 << (number % 8));
        }

        var service = request.Signal switch
        {
            Signal.Traces => "trace.v1.TraceService",
            Signal.Logs => "logs.v1.LogsService",
            _ => "metrics.v1.MetricsService",
        };
        var door = _app.Services.GetRequiredService<IngestEndpoints>().Grpc;
        using var call = new HttpRequestMessage(HttpMethod.Post, $"http://{door}/opentelemetry.proto.collector.{service}/Export")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(frame),
        };
        call.Content.Headers.TryAddWithoutValidation("Content-Type", "application/grpc");
        call.Headers.TryAddWithoutValidation("te", "trailers");
        if (isGzip)
        {
            call.Headers.TryAddWithoutValidation("grpc-encoding", "gzip");
        }

        using var answer = await _client.SendAsync(call, cancellationToken);
        await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        var hasStatus = answer.TrailingHeaders.TryGetValues("grpc-status", out var values) || answer.Headers.TryGetValues("grpc-status", out values);
        var status = hasStatus ? string.Join(',', values!) : "none";
        return $"grpc {status}{(status != "13" ? "" : isBroken ? " by framing" : isGzip ? " by gzip" : "")}";
    }

    /// <summary>A third of the compressed ones are damaged once more, where it hurts inflating.</summary>
    private static byte[] Damaged(byte[] compressed, int number)
    {
        if (number % 3 == 0 && compressed.Length > 0)
        {
            compressed[number % compressed.Length] ^= (byte)(1 << (number % 8));
        }

        return compressed;
    }
}
