using Microsoft.Extensions.Options;

namespace Correlator.Ingest;

/// <summary>Bounds what is in flight between the sockets and the commit: exports and the bytes of their bodies. When full, the answer is immediate.</summary>
internal sealed class IntakeLimiter(IOptions<IngestOptions> options, TimeProvider? time = null)
{
    private readonly int _maxExports = options.Value.MaxConcurrentExports;
    private readonly long _maxBytes = options.Value.MaxBytesInFlight;
    private readonly ReadPatience _patience = new(options.Value.BodyTimeout, time ?? TimeProvider.System);
    private long _bytes;
    private int _exports;

    public long BytesInFlight => Volatile.Read(ref _bytes);

    public int ExportsInFlight => Volatile.Read(ref _exports);

    /// <returns>Cancelled when a request whose body is read from now on takes too long.</returns>
    public CancellationToken BeginReading() => _patience.Begin();

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _exports) <= _maxExports)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _exports);

    public bool TryCharge(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) <= _maxBytes)
        {
            return true;
        }

        Discharge(bytes);
        return false;
    }

    public void Discharge(long bytes) => Interlocked.Add(ref _bytes, -bytes);
}
