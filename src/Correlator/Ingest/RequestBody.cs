using System.Buffers;

namespace Correlator.Ingest;

/// <summary>
/// One request's bytes at the start of a rented array. What it holds is charged to the intake until <see cref="Dispose"/>,
/// also after the array went on to a batch by <see cref="Detach"/>.
/// </summary>
internal sealed class RequestBody(IntakeLimiter intake, int maxBytes) : IDisposable
{
    private const int SmallestRent = 4096;

    /// <summary>
    /// Room made for an announcement alone. Beyond it, room grows with what really comes: else a few senders
    /// that announce much and send little hold all there is.
    /// </summary>
    private const int MostByAnnouncement = 512 << 10;

    private byte[] _bytes = [];
    private long _charged;

    public int Length { get; private set; }

    /// <returns>Cancelled when its sender, who begins now, takes too long over it.</returns>
    public CancellationToken BeginReading() => intake.BeginReading();

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Refuses a body that is too large before it comes, and makes room for one that is not.</summary>
    public BodyProblem Expect(long announced) => announced > maxBytes ? BodyProblem.TooLarge : Reserve(Math.Min(announced, MostByAnnouncement));

    /// <summary>Makes room for a body of so many bytes in all.</summary>
    public BodyProblem Reserve(long total)
    {
        if (total > maxBytes)
        {
            return BodyProblem.TooLarge;
        }

        if (total <= _bytes.Length)
        {
            return BodyProblem.None;
        }

        // Charged before the memory is taken, so that many large bodies cannot pass together.
        if (!intake.TryCharge(total - _charged))
        {
            return BodyProblem.Full;
        }

        _charged = total;
        var larger = ArrayPool<byte>.Shared.Rent((int)total);
        Bytes.CopyTo(larger);
        Return();
        _bytes = larger;
        return BodyProblem.None;
    }

    public BodyProblem Append(in ReadOnlySequence<byte> more)
    {
        var problem = Grow(more.Length);
        if (problem == BodyProblem.None)
        {
            more.CopyTo(_bytes.AsSpan(Length));
            Length += (int)more.Length;
        }

        return problem;
    }

    /// <summary>Reads a stream to its end.</summary>
    public BodyProblem Append(Stream stream)
    {
        while (true)
        {
            if (Length == _bytes.Length)
            {
                // At the limit one byte more is asked for, so that a body of exactly the limit passes and a longer one does not.
                if (Length == maxBytes)
                {
                    return stream.ReadByte() < 0 ? BodyProblem.None : BodyProblem.TooLarge;
                }

                var problem = Grow(1);
                if (problem != BodyProblem.None)
                {
                    return problem;
                }
            }

            var read = stream.Read(_bytes.AsSpan(Length, Math.Min(_bytes.Length, maxBytes) - Length));
            if (read == 0)
            {
                return Length < maxBytes || stream.ReadByte() < 0 ? BodyProblem.None : BodyProblem.TooLarge;
            }

            Length += read;
        }
    }

    /// <summary>Puts what the body inflates to in its place.</summary>
    public BodyProblem Inflate()
    {
        var plain = new RequestBody(intake, maxBytes);
        try
        {
            return Gzip.Inflate(this, plain);
        }
        finally
        {
            Dispose();
            (_bytes, _charged, Length) = (plain._bytes, plain._charged, plain.Length);
        }
    }

    public Stream AsStream() => new MemoryStream(_bytes, 0, Length, writable: false);

    /// <summary>The array, now the caller's to return to the shared pool.</summary>
    public byte[] Detach()
    {
        var bytes = _bytes;
        _bytes = [];
        return bytes;
    }

    public void Dispose()
    {
        Return();
        _bytes = [];
        Length = 0;
        intake.Discharge(_charged);
        _charged = 0;
    }

    private BodyProblem Grow(long more)
    {
        var needed = Length + more;
        return needed <= _bytes.Length && needed <= maxBytes
            ? BodyProblem.None
            : Reserve(needed > maxBytes ? needed : Math.Min(maxBytes, Math.Max(needed, Math.Max(SmallestRent, _bytes.Length * 2L))));
    }

    private void Return()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }
}
