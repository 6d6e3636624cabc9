using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Correlator.Ingest.Grpc;

/// <summary>The length-prefixed message of a unary call: one byte "compressed", four bytes length (big-endian), the message.</summary>
internal static class GrpcFraming
{
    public const int PrefixBytes = 5;

    /// <summary>Reads the one message of a call and sees that nothing follows it.</summary>
    public static async ValueTask<GrpcFrame> ReadAsync(PipeReader reader, RequestBody body, CancellationToken cancellationToken)
    {
        using var late = body.BeginReading().UnsafeRegister(static reader => ((PipeReader?)reader)?.CancelPendingRead(), reader);
        var compressed = false;
        var length = -1L;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (result.IsCanceled)
            {
                reader.AdvanceTo(buffer.End);
                return new GrpcFrame(BodyProblem.Slow, compressed);
            }

            if (length < 0)
            {
                if (buffer.Length < PrefixBytes)
                {
                    reader.AdvanceTo(buffer.Start, buffer.End);
                    if (result.IsCompleted)
                    {
                        return new GrpcFrame(BodyProblem.Incomplete, false);
                    }

                    continue;
                }

                (var flag, length) = ReadPrefix(buffer);
                if (flag > 1)
                {
                    reader.AdvanceTo(buffer.End);
                    return new GrpcFrame(BodyProblem.Corrupt, false);
                }

                compressed = flag == 1;
                var room = body.Expect(length);
                if (room != BodyProblem.None)
                {
                    reader.AdvanceTo(buffer.End);
                    return new GrpcFrame(room, compressed);
                }

                buffer = buffer.Slice(PrefixBytes);
            }

            var problem = body.Length + buffer.Length > length ? BodyProblem.Excess : body.Append(buffer);
            reader.AdvanceTo(buffer.End);
            if (problem != BodyProblem.None)
            {
                return new GrpcFrame(problem, compressed);
            }

            if (result.IsCompleted)
            {
                return new GrpcFrame(body.Length == length ? BodyProblem.None : BodyProblem.Incomplete, compressed);
            }
        }
    }

    public static void WritePrefix(Span<byte> prefix, int length, bool compressed)
    {
        prefix[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(prefix[1..], (uint)length);
    }

    private static (byte Flag, long Length) ReadPrefix(in ReadOnlySequence<byte> buffer)
    {
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        buffer.Slice(0, PrefixBytes).CopyTo(prefix);
        return (prefix[0], BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]));
    }
}
