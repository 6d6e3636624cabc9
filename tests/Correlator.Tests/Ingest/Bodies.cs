using Correlator.Ingest;
using Microsoft.Extensions.Options;

namespace Correlator.Tests.Ingest;

internal static class Bodies
{
    public static IntakeLimiter Limiter(long maxBytes = 1 << 24, int maxExports = 8) =>
        new(Options.Create(new IngestOptions { MaxBytesInFlight = maxBytes, MaxConcurrentExports = maxExports }));

    public static RequestBody New(int maxBytes = 1 << 20) => new(Limiter(), maxBytes);

    public static RequestBody Of(byte[] bytes, IntakeLimiter? limiter = null)
    {
        var body = new RequestBody(limiter ?? Limiter(), 2 << 20);
        body.Append(new System.Buffers.ReadOnlySequence<byte>(bytes));
        return body;
    }
}
