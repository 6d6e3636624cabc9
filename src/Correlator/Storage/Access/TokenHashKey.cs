using Microsoft.Extensions.Options;

namespace Correlator.Storage.Access;

/// <summary>The hasher under this server's key: the configured one, else that of the database.</summary>
internal sealed class TokenHashKey(TokenStore store, IOptions<AuthOptions> options)
{
    private TokenHasher? _hasher;

    public async ValueTask<TokenHasher> GetAsync(CancellationToken cancellationToken) =>
        _hasher ??= options.Value.HashKey is { Length: > 0 } configured ? TokenHasher.Of(configured) : new TokenHasher(await store.KeyAsync(cancellationToken));
}
