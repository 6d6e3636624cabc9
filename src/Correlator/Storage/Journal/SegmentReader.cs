using System.Buffers;
using Correlator.Telemetry;
using Microsoft.Win32.SafeHandles;

namespace Correlator.Storage.Journal;

/// <summary>
/// Reads a segment's records in order. What is no record is passed over up to the next one: with a whole record behind it, it is damage; at the end of the
/// file, a write that a crash tore, of which nobody was told that it succeeded.
/// </summary>
internal sealed class SegmentReader(JournalSegment segment, long from) : IDisposable
{
    private const int SearchBytes = 64 << 10;
    private readonly SafeFileHandle _file = File.OpenHandle(segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    private readonly byte[] _header = new byte[JournalHeader.Length];
    private byte[] _body = [];
    private long _unread;

    /// <summary>Where the next record is looked for.</summary>
    public long Offset { get; private set; } = from;

    /// <summary>Bytes that should be records and are none.</summary>
    public long DamagedBytes { get; private set; }

    /// <summary>Bytes of an unfinished write at the end.</summary>
    public long TornBytes { get; private set; }

    private ulong Salt => segment.Name.Salt;

    /// <param name="isWhole">False reads headers only: the body is empty and not checked.</param>
    public bool TryRead(out JournalRecord record, bool isWhole = true)
    {
        var length = RandomAccess.GetLength(_file);
        while (Offset < length)
        {
            var start = Offset;
            if (TryHeader(start, length, out var header))
            {
                Offset += JournalHeader.Length + header.BodyLength;
                if (!isWhole || TryBody(start + JournalHeader.Length, header))
                {
                    DamagedBytes += _unread;
                    _unread = 0;
                    record = new JournalRecord(
                        header.Signal,
                        header.TenantId,
                        header.BodyFormat,
                        header.BodyHash,
                        header.ReceivedNano,
                        isWhole ? _body.AsMemory(0, header.BodyLength) : default);
                    return true;
                }
            }
            else
            {
                Offset = NextHeader(start + 1, length);
            }

            _unread += Offset - start;
        }

        TornBytes = _unread;
        record = default;
        return false;
    }

    public void Dispose()
    {
        _file.Dispose();
        if (_body.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_body);
            _body = [];
        }
    }

    private bool TryHeader(long offset, long length, out JournalHeader header) =>
        JournalHeader.TryRead(_header.AsSpan(0, ReadAt(offset, _header)), Salt, offset, out header)
        && offset + JournalHeader.Length + header.BodyLength <= length;

    private bool TryBody(long offset, in JournalHeader header)
    {
        if (_body.Length < header.BodyLength)
        {
            if (_body.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_body);
            }

            _body = ArrayPool<byte>.Shared.Rent(header.BodyLength);
        }

        var body = _body.AsSpan(0, header.BodyLength);
        return ReadAt(offset, body) == body.Length && Hash64.Compute(body, Salt) == header.BodyChecksum;
    }

    private long NextHeader(long offset, long length)
    {
        var window = ArrayPool<byte>.Shared.Rent(SearchBytes);
        try
        {
            while (offset < length)
            {
                var read = ReadAt(offset, window.AsSpan(0, SearchBytes));
                for (var at = 0; window.AsSpan(at, read - at).IndexOf(JournalHeader.Magic) is >= 0 and var found; at++)
                {
                    at += found;
                    if (TryHeader(offset + at, length, out _))
                    {
                        return offset + at;
                    }
                }

                // A magic may straddle two windows.
                offset += read < SearchBytes ? read : SearchBytes - JournalHeader.Magic.Length + 1;
            }

            return length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(window);
        }
    }

    private int ReadAt(long offset, Span<byte> into)
    {
        var read = 0;
        while (read < into.Length && RandomAccess.Read(_file, into[read..], offset + read) is > 0 and var more)
        {
            read += more;
        }

        return read;
    }
}
