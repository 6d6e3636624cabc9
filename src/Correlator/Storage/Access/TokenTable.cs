using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Correlator.Storage.Access;

/// <summary>The valid tokens at one time, found by their hash. Never changed: another one takes its place.</summary>
internal sealed class TokenTable
{
    private readonly TokenHasher _hasher;
    private readonly Dictionary<UInt128, KnownToken> _byHash = [];

    public TokenTable(TokenHasher hasher, long version, IEnumerable<KnownToken> tokens)
    {
        Version = version;
        _hasher = hasher;
        foreach (var token in tokens)
        {
            _byHash[Key(token.Hash)] = token;
        }
    }

    /// <summary>The database's count of changes when this was read.</summary>
    public long Version { get; }

    public IReadOnlyCollection<KnownToken> Tokens => _byHash.Values;

    /// <summary>
    /// The look-up goes by a keyed hash: who does not know the key cannot choose what is compared, so its time tells
    /// nothing; the whole hashes are compared in constant time.
    /// </summary>
    public KnownToken? Find(string token, TimeProvider time)
    {
        Span<byte> hash = stackalloc byte[TokenHasher.HashBytes];
        return _hasher.TryHash(token, hash) && _byHash.TryGetValue(Key(hash), out var known) && CryptographicOperations.FixedTimeEquals(hash, known.Hash)
            && (known.ExpiresAt is not { } expires || expires > time.GetUtcNow()) ? known : null;
    }

    private static UInt128 Key(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadUInt128LittleEndian(hash);
}
