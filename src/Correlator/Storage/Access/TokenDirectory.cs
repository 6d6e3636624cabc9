using Correlator.Storage.Tenants;
using Microsoft.Extensions.Options;

namespace Correlator.Storage.Access;

/// <summary>
/// The valid tokens in memory. A revoked one is refused by every server at its next look at the database, <see cref="RefreshPeriod"/> later at most; while the
/// database is away, what was valid goes on being so. When a token was last used is written once a minute at most.
/// </summary>
internal sealed class TokenDirectory(
    TokenStore store,
    TokenHashKey key,
    IOptions<AuthOptions> options,
    TimeProvider time,
    ILogger<TokenDirectory> logger)
    : BackgroundService
{
    public static readonly TimeSpan RefreshPeriod = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan UsePeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AskPeriod = TimeSpan.FromSeconds(1);
    private readonly Lock _setting = new();
    private volatile TokenTable? _table;
    private long _asked;
    private bool _isStale;

    public ValueTask<KnownToken?> FindAsync(string text, CancellationToken cancellationToken) =>
        _table?.Find(text, time) is { } known ? new(known) : AskAsync(text, cancellationToken);

    /// <summary>Tokens are known before any door opens.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_table is not null)
        {
            await TryAsync(WriteUseAsync, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var written = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(RefreshPeriod, time, stoppingToken);
            await TryAsync(RefreshAsync, stoppingToken);
            if (time.GetElapsedTime(written) >= UsePeriod)
            {
                written = time.GetTimestamp();
                await TryAsync(WriteUseAsync, stoppingToken);
            }
        }
    }

    /// <summary>A token that was made a moment ago is looked for; not more than once a second, whatever is shown.</summary>
    private async ValueTask<KnownToken?> AskAsync(string text, CancellationToken cancellationToken)
    {
        var (before, now) = (Volatile.Read(ref _asked), time.GetTimestamp());
        var isTooSoon = before != 0 && time.GetElapsedTime(before, now) < AskPeriod;
        if (!TokenText.IsOurs(text) || isTooSoon || Interlocked.CompareExchange(ref _asked, now, before) != before)
        {
            return null;
        }

        await TryAsync(RefreshAsync, cancellationToken);
        return _table?.Find(text, time);
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (await store.VersionAsync(cancellationToken) != _table?.Version)
        {
            await LoadAsync(cancellationToken);
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var hasher = await key.GetAsync(cancellationToken);
        var (version, valid) = await store.ValidAsync(cancellationToken);
        var tokens = valid.Where(token => token.KeyId == hasher.KeyId).Select(token => token.Token).ToList();
        if (tokens.Count < valid.Count)
        {
            logger.TokensOfAnotherKey(valid.Count - tokens.Count);
        }

        if (options.Value.Token is { Length: > 0 } configured)
        {
            tokens.Add(new KnownToken(0, hasher.Hash(configured), new Grant(Tenant.Local, TokenScopes.Ingest), null));
        }

        var used = _table?.Tokens.Where(token => token.TakeUse()).Select(token => token.TokenId).ToHashSet() ?? [];
        foreach (var token in tokens.Where(token => used.Contains(token.TokenId)))
        {
            token.Use();
        }

        // Two may read at once, and the one that began earlier end later: what it read is older, and a token made in between is not in it.
        lock (_setting)
        {
            if (_table is null || version >= _table.Version)
            {
                _table = new TokenTable(hasher, version, tokens);
            }
        }
    }

    private async Task WriteUseAsync(CancellationToken cancellationToken)
    {
        int[] used = [.. (_table?.Tokens ?? []).Where(token => token.TakeUse() && token.TokenId != 0).Select(token => token.TokenId)];
        if (used.Length > 0)
        {
            await store.UsedAsync(used, cancellationToken);
        }
    }

    /// <summary>Told when it begins to fail, not each time.</summary>
    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
            _isStale = false;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (!_isStale)
            {
                _isStale = true;
                logger.TokensStale(exception);
            }
        }
    }
}
