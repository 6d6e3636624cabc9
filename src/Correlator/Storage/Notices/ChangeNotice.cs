using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Correlator.Storage.Notices;

/// <summary>What another transaction, of this server or of another one, has just committed.</summary>
/// <param name="Ids">What changed; empty when that was too much to list, so that whoever cares has to look for himself.</param>
internal sealed record ChangeNotice(ChangeKind Kind, int TenantId, IReadOnlyList<Guid> Ids)
{
    /// <summary>Ids in one notice: Postgres carries less than 8000 bytes, and an id takes 33.</summary>
    private const int MaxIds = 240;

    /// <summary>Notices of one transaction; what changes more is not listed.</summary>
    private const int MaxNotices = 4;

    /// <summary>As Postgres carries them.</summary>
    public static string[] Payloads(ChangeKind kind, int tenantId, IReadOnlyCollection<Guid> ids) =>
        ids.Count > MaxIds * MaxNotices ? [Payload(kind, tenantId, [])] : [.. ids.Chunk(MaxIds).Select(some => Payload(kind, tenantId, some))];

    public static bool TryParse(string payload, [NotNullWhen(true)] out ChangeNotice? notice)
    {
        notice = null;
        if (payload.Split(':') is not [var kind, var tenant, var list]
            || !Enum.TryParse<ChangeKind>(kind, out var of)
            || !int.TryParse(tenant, CultureInfo.InvariantCulture, out var tenantId))
        {
            return false;
        }

        var ids = new List<Guid>();
        foreach (var text in list.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Guid.TryParseExact(text, "n", out var id))
            {
                return false;
            }

            ids.Add(id);
        }

        notice = new ChangeNotice(of, tenantId, ids);
        return true;
    }

    private static string Payload(ChangeKind kind, int tenantId, IEnumerable<Guid> ids) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}:{tenantId}:{string.Join(',', ids.Select(id => id.ToString("n")))}");
}
