using Npgsql;

namespace Correlator.Storage.Commit;

/// <summary>Sends rows that were built by hand.</summary>
internal static class Copy
{
    /// <summary>Signature PGCOPY\n\377\r\n\0, then flags and extension length, both zero.</summary>
    private static readonly ReadOnlyMemory<byte> Header = new byte[]
    {
        (byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xFF, (byte)'\r', (byte)'\n', 0,
        0, 0, 0, 0,
        0, 0, 0, 0,
    };

    /// <summary>A field count of -1 ends the rows.</summary>
    private static readonly ReadOnlyMemory<byte> Trailer = new byte[] { 0xFF, 0xFF };

    public static Task SendAsync(NpgsqlConnection connection, string command, CopyBuffer rows, CancellationToken cancellationToken) =>
        SendAsync(connection, command, [rows.Rows], cancellationToken);

    /// <summary>
    /// Does nothing without rows; rows may be sent more than once. Disposing the stream without an error ends the COPY;
    /// a failure before it leaves the transaction aborted.
    /// </summary>
    public static async Task SendAsync(
        NpgsqlConnection connection,
        string command,
        IReadOnlyList<ReadOnlyMemory<byte>> rows,
        CancellationToken cancellationToken)
    {
        if (rows.All(part => part.IsEmpty))
        {
            return;
        }

        await using var stream = await connection.BeginRawBinaryCopyAsync(command, cancellationToken);
        await stream.WriteAsync(Header, cancellationToken);
        foreach (var part in rows)
        {
            await stream.WriteAsync(part, cancellationToken);
        }

        await stream.WriteAsync(Trailer, cancellationToken);
    }
}
