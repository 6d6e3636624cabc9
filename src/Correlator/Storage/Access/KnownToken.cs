namespace Correlator.Storage.Access;

/// <summary>A valid token as servers remember it: by its hash.</summary>
internal sealed class KnownToken(int tokenId, byte[] hash, Grant grant, DateTimeOffset? expiresAt)
{
    private int _isUsed;

    public int TokenId { get; } = tokenId;

    public byte[] Hash { get; } = hash;

    public Grant Grant { get; } = grant;

    public DateTimeOffset? ExpiresAt { get; } = expiresAt;

    /// <summary>Noted without a clock and, but for the first time in a minute, without a write.</summary>
    public void Use()
    {
        if (Volatile.Read(ref _isUsed) == 0)
        {
            Volatile.Write(ref _isUsed, 1);
        }
    }

    /// <summary>Whether it was used since the last time this was asked.</summary>
    public bool TakeUse() => Interlocked.Exchange(ref _isUsed, 0) == 1;
}
