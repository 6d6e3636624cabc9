using Npgsql;

namespace Correlator.Storage.Commit;

/// <summary>Sends rows that were built by hand.</summary>
internal static class Copy
{
    /// <summary>Does nothing without rows; finished rows may be sent more than once. Disposing the stream without an error ends the COPY; a failure before it leaves the transaction aborted.</summary>
    public static async Task SendAsync(NpgsqlConnection connection, string command, CopyBuffer rows, CancellationToken cancellationToken)
    {
        if (rows.Rows == 0)
        {
            return;
        }

        await using var stream = await connection.BeginRawBinaryCopyAsync(command, cancellationToken);
        await stream.WriteAsync(rows.Content, cancellationToken);
    }
}
