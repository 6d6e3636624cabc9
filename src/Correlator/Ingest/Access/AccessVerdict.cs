namespace Correlator.Ingest.Access;

internal enum AccessVerdict
{
    /// <summary>No valid token was shown: none at all, an unknown, a revoked or an expired one.</summary>
    Unauthenticated,

    /// <summary>A valid token without the scope.</summary>
    Forbidden,

    Granted,
}
