namespace Correlator.Storage.Access;

/// <summary>A token as it is listed. Times are UTC.</summary>
internal sealed record AccessToken
{
    public required int TokenId { get; init; }
    public required int TenantId { get; init; }
    public required string Tenant { get; init; }
    public required string Name { get; init; }
    public required TokenScopes Scopes { get; init; }
    public required string Prefix { get; init; }
    public required string KeyId { get; init; }
    public required DateTime CreatedAt { get; init; }
    public DateTime? ExpiresAt { get; init; }
    public DateTime? RevokedAt { get; init; }

    /// <summary>To the minute.</summary>
    public DateTime? LastUsedAt { get; init; }
}
