using System.Globalization;
using System.Text.Json;
using Correlator.Storage.Tenants;

namespace Correlator.Hosting.Cli;

/// <summary>Tenants, their limits and what they sent, as people and programs read them.</summary>
internal static class TenantReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string List(IReadOnlyList<Tenant> tenants, LimitsOptions defaults, IReadOnlyDictionary<int, UsageCounts> month) => Table(
    [
        ["tenant", "requests/s", "bytes/s", "bytes/month", "this month: bytes", "spans", "log records", "points", "refused"],
        .. tenants.Select(tenant =>
        {
            var (limits, counts) = (defaults.Of(tenant), month.GetValueOrDefault(tenant.TenantId));
            return new[]
            {
                tenant.Name, Limit(limits.RequestsPerSecond), Limit(limits.BytesPerSecond), Limit(limits.BytesPerMonth),
                Number(counts.Bytes), Number(counts.Spans), Number(counts.LogRecords), Number(counts.Points), Number(counts.Refused),
            };
        }),
    ]);

    public static string Show(Tenant tenant, LimitsOptions defaults, IReadOnlyList<TenantUsage> days)
    {
        var limits = defaults.Of(tenant);
        string[][] rows =
        [
            ["day", "requests", "bytes", "spans", "log records", "points", "refused"],
            .. days.Select(day => new[]
            {
                Day(day),
                Number(day.Counts.Requests),
                Number(day.Counts.Bytes),
                Number(day.Counts.Spans),
                Number(day.Counts.LogRecords),
                Number(day.Counts.Points),
                Number(day.Counts.Refused),
            }),
        ];
        return $"""
            Tenant {tenant.Name}, since {tenant.CreatedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}
              requests/s   {Limit(limits.RequestsPerSecond)}{Origin(tenant.RequestsPerSecond)}
              bytes/s      {Limit(limits.BytesPerSecond)}{Origin(tenant.BytesPerSecond)}
              bytes/month  {Limit(limits.BytesPerMonth)}{Origin(tenant.BytesPerMonth)}

            {(days.Count == 0 ? "Nothing was sent yet." : Table(rows))}
            """;
    }

    public static string Json(IReadOnlyList<Tenant> tenants, LimitsOptions defaults, IReadOnlyDictionary<int, UsageCounts> month) =>
        JsonSerializer.Serialize(tenants.Select(tenant => Fields(tenant, defaults, "month", Counts(month.GetValueOrDefault(tenant.TenantId)))), Indented);

    public static string Json(Tenant tenant, LimitsOptions defaults, IReadOnlyList<TenantUsage> days)
    {
        var usage = days.Select(day => new Dictionary<string, object>(Counts(day.Counts)) { ["day"] = Day(day) });
        return JsonSerializer.Serialize(Fields(tenant, defaults, "days", usage), Indented);
    }

    private static string Day(TenantUsage usage) => usage.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Dictionary<string, object> Fields(Tenant tenant, LimitsOptions defaults, string usageName, object usage)
    {
        var limits = defaults.Of(tenant);
        return new()
        {
            ["name"] = tenant.Name,
            ["createdAt"] = tenant.CreatedAt,
            ["requestsPerSecond"] = limits.RequestsPerSecond,
            ["bytesPerSecond"] = limits.BytesPerSecond,
            ["bytesPerMonth"] = limits.BytesPerMonth,
            [usageName] = usage,
        };
    }

    private static Dictionary<string, object> Counts(UsageCounts counts) => new()
    {
        ["requests"] = counts.Requests,
        ["bytes"] = counts.Bytes,
        ["spans"] = counts.Spans,
        ["logRecords"] = counts.LogRecords,
        ["points"] = counts.Points,
        ["refused"] = counts.Refused,
    };

    private static string Table(string[][] rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return string.Join('\n', rows.Select(row => string.Join("  ", row.Select(Padded))));

        string Padded(string cell, int column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]);
    }

    private static string Origin(long? own) => own is null ? "  (by configuration)" : "";

    private static string Limit(long limit) => limit == 0 ? "any" : Number(limit);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
