using System.Diagnostics.Metrics;
using Correlator.Ingest;
using Correlator.Ingest.Policy;
using Correlator.Ingest.Wire;
using Correlator.Storage.Blocks;
using Correlator.Storage.Embedded;
using Correlator.Telemetry;
using Correlator.Telemetry.Batches;
using Correlator.Telemetry.Facts;
using Correlator.Tests.Ingest.Wire.Oracle;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Correlator.Tests.Ingest.Fuzz;

/// <summary>The way of a request from its bytes to its blocks and back, with what must hold on it whatever the bytes are. Not thread-safe.</summary>
internal sealed class FuzzTarget : IDisposable
{
    private const int MaxMessage = 300;
    private const int MaxReason = 3 * MaxMessage;

    /// <summary>The smallest record takes 2 bytes on the wire and some 130 in memory.</summary>
    private const int MaxGrowth = 256;
    private const int MaxBase = 1 << 20;
    private readonly AttributePolicy _policy;
    private readonly FactSet _facts = new();
    private readonly IdentityCache _identities = new();
    private readonly SpanBlockEncoder _spans = new();
    private readonly LogBlockEncoder _logs = new();

    public FuzzTarget()
    {
        var options = Options.Create(new PolicyOptions());
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        var metrics = new IngestMetrics(meters, new IntakeLimiter(Options.Create(new IngestOptions())));
        _policy = new AttributePolicy(options, new HashKey(options, DataFolder.Resolve(null)), metrics);
    }

    public long Accepted { get; private set; }

    public long Malformed { get; private set; }

    public long Records { get; private set; }

    public long ReadBack { get; private set; }

    /// <exception cref="FuzzException">Something does not hold; any other exception is one that a reader must not throw.</exception>
    public void Run(FuzzCase request, bool isStored)
    {
        using var batch = Request.Batch(request.Signal, request.Body);
        try
        {
            var read = request.IsJson ? OtlpJsonReader.Read(batch, ReadLimits.Default) : OtlpProtobufReader.Read(batch, ReadLimits.Default);
            Hold(read.Accepted == batch.RecordCount, $"{read.Accepted} records accepted and {batch.RecordCount} there");
            Hold((read.Reason?.Length ?? 0) <= MaxReason, "a bounded reason");
            Hold(
                batch.MemoryBytes <= MaxBase + ((long)MaxGrowth * request.Body.Length),
                $"{batch.MemoryBytes} bytes of memory for {request.Body.Length} on the wire");
            Accepted++;
            Records += read.Accepted;
        }
        catch (MalformedRequestException refused)
        {
            Hold(refused.Message.Length <= MaxMessage, "a bounded message");
            Malformed++;
            return;
        }

        if (isStored && batch.RecordCount > 0)
        {
            StoreAndReadBack(batch);
        }
    }

    public void Dispose()
    {
        _spans.Dispose();
        _logs.Dispose();
    }

    private void StoreAndReadBack(TelemetryBatch batch)
    {
        _policy.Apply(batch);
        BlockSource[] source = [new BlockSource(batch, new int[batch.Resources.Count])];
        var spanBlocks = _spans.Encode(source);
        var spans = spanBlocks.SelectMany(block => SpanBlockDecoder.Decode(block.Body.Span)).ToArray();
        Hold(spans.Length == batch.Spans.Count, "every span is read back");
        var names = batch.Spans.Rows.ToArray().Select(span => (span.TraceId, span.SpanId, batch.String(span.Name), span.Attributes.Count)).ToHashSet();
        Hold(spans.All(span => names.Contains((span.TraceId, span.SpanId, span.Name, span.Attributes.Count))), "spans are read back as they were stored");
        var logBlocks = _logs.Encode(source);
        var logs = logBlocks.SelectMany(block => LogBlockDecoder.Decode(block.Body.Span)).ToArray();
        Hold(logs.Length == batch.Logs.Count, "every log record is read back");
        var times = batch.Logs.Rows.ToArray().Select(log => (log.TraceId, log.TimeNano, log.Attributes.Count)).ToHashSet();
        Hold(logs.All(log => times.Contains((log.TraceId, log.TimeNano, log.Attributes.Count))), "log records are read back as they were stored");
        Hold(spans.All(span => Postgres(span.Name) && Postgres(span.StatusMessage)) && logs.All(log => Postgres(log.Body)), "texts without NUL");
        FindFacts(spanBlocks, Signal.Traces);
        FindFacts(logBlocks, Signal.Logs);
        ReadBack += spans.Length + logs.Length;
    }

    private void FindFacts(IReadOnlyList<EncodedBlock> blocks, Signal signal)
    {
        foreach (var block in blocks)
        {
            using var batch = BatchBlockDecoder.Decode(block.Body.Span, signal, tenantId: 1);
            Hold(batch.RecordCount == block.Records, "every record is read back for its facts");
            _facts.Clear();
            FactExtractor.Extract(batch, _facts, _identities);
            Hold(_facts.FirstFailure is null, $"facts are found: {_facts.FirstFailure}");
        }
    }

    /// <summary>Postgres takes no NUL in a text.</summary>
    private static bool Postgres(string text) => !text.Contains('\0', StringComparison.Ordinal);

    private static void Hold(bool holds, string what)
    {
        if (!holds)
        {
            throw new FuzzException($"This does not hold: {what}.");
        }
    }
}
