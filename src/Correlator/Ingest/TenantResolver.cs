using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Correlator.Ingest;

/// <summary>Decides whose data a request carries, and whether its sender may send at all.</summary>
internal sealed class TenantResolver(IOptions<AuthOptions> options)
{
    public const int LocalTenant = 1;
    private const string Bearer = "Bearer ";
    private readonly byte[]? _tokenHash = string.IsNullOrEmpty(options.Value.Token) ? null : Hash(options.Value.Token);

    /// <summary>The tenant of a request, or null when it has not shown the token.</summary>
    public int? Resolve(IHeaderDictionary headers)
    {
        if (_tokenHash is null)
        {
            return LocalTenant;
        }

        var authorization = headers.Authorization.ToString();
        var shown = authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? authorization[Bearer.Length..].Trim()
            : headers["x-api-key"].ToString();

        // Hashes have one length, so the comparison tells nothing about the token, not even how long it is.
        return shown.Length > 0 && CryptographicOperations.FixedTimeEquals(Hash(shown), _tokenHash) ? LocalTenant : null;
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
