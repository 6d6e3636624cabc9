using System.Collections.Concurrent;

namespace Correlator.Storage.Catalogs;

/// <summary>
/// Whether a tenant may have another function, or queue: names come from telemetry, and one with a request's id in it would fill the catalog, every list and
/// every sum. Each server counts what it has read and added, so that several may pass the limit by what they add within the same minute.
/// </summary>
/// <param name="most">Of one tenant.</param>
internal sealed class CatalogRoom(int most, TimeProvider time)
{
    /// <summary>How long what was read is all that there is: another server may have added what is asked for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<int, Known> _known = [];

    /// <param name="readAsync">Reads all that the tenant has, and returns how many; asked at first, when it is full, and while it is once in a while.</param>
    public async ValueTask<bool> HasRoomAsync(int tenantId, Func<Task<int>> readAsync)
    {
        var now = time.GetUtcNow();
        if (!_known.TryGetValue(tenantId, out var known) || (known.Count >= most && !(known.FullAt is { } at && (now - at).Duration() < Patience)))
        {
            var count = await readAsync();
            _known[tenantId] = known = new Known(count, count >= most ? now : null);
        }

        return known.Count < most;
    }

    public void Added(int tenantId) =>
        _known.AddOrUpdate(tenantId, _ => new Known(1, FullAt: null), (_, known) => known with { Count = known.Count + 1 });

    /// <param name="FullAt">When it was read and found to be full.</param>
    private readonly record struct Known(int Count, DateTimeOffset? FullAt);
}
