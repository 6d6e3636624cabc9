using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Correlator.Telemetry.Facts;

/// <summary>
/// Ids of what a platform tells and no span does, made from what it is about: the same line sent again is the same fact, and all lines of a request lie in one
/// trace, those of a second try of it too.
/// </summary>
internal static class PlatformIds
{
    private const int MaxBytes = IdentityText.MaxBytes;

    public static (TraceId TraceId, SpanId SpanId) Of(ReadOnlySpan<byte> subject, long atNano)
    {
        subject = subject[..Math.Min(subject.Length, MaxBytes)];
        Span<byte> input = stackalloc byte[MaxBytes + sizeof(long)];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        subject.CopyTo(input);
        SHA256.HashData(input[..subject.Length], digest);
        var trace = TraceId.Read(digest);
        BinaryPrimitives.WriteInt64BigEndian(input[subject.Length..], atNano);
        SHA256.HashData(input[..(subject.Length + sizeof(long))], digest);
        return (trace, SpanId.Read(digest));
    }
}
