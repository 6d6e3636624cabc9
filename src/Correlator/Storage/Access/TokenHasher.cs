using System.Security.Cryptography;
using System.Text;

namespace Correlator.Storage.Access;

/// <summary>
/// HMAC-SHA256 of tokens. A slow hash would protect passwords that people choose; tokens are random, and every request has one to hash. The key makes what
/// stands in the database useless without it, and the time that a look-up takes tell nothing.
/// </summary>
internal sealed class TokenHasher
{
    public const int HashBytes = HMACSHA256.HashSizeInBytes;
    private readonly byte[] _key;

    public TokenHasher(byte[] key)
    {
        _key = key;
        KeyId = Convert.ToHexStringLower(HMACSHA256.HashData(key, "key id"u8).AsSpan(0, 4));
    }

    /// <summary>Tells keys apart and nothing else of them.</summary>
    public string KeyId { get; }

    public static TokenHasher Of(string configured) => new(SHA256.HashData(Encoding.UTF8.GetBytes(configured)));

    public byte[] Hash(string token)
    {
        var hash = new byte[HashBytes];
        return TryHash(token, hash) ? hash : throw new ArgumentException("The token is too long.", nameof(token));
    }

    public bool TryHash(string token, Span<byte> hash)
    {
        if (token.Length > TokenText.MaxLength)
        {
            return false;
        }

        Span<byte> utf8 = stackalloc byte[TokenText.MaxLength * 3];
        HMACSHA256.HashData(_key, utf8[..Encoding.UTF8.GetBytes(token, utf8)], hash);
        CryptographicOperations.ZeroMemory(utf8);
        return true;
    }
}
