using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Correlator.Storage.Tenants;
using Microsoft.Extensions.Options;

namespace Correlator.Hosting.Cli;

/// <summary><c>correlator tenant create|list|show|set</c>.</summary>
internal static class TenantCommand
{
    private const int DaysShown = 31;

    public static Command Create() =>
        new("tenant", "Make and list tenants (customers or environments that see nothing of each other), set their limits, and tell what they sent.")
    {
        CreateVerb(), ListVerb(), ShowVerb(), SetVerb(),
    };

    private static Command CreateVerb()
    {
        var name = new Argument<string>("name") { Description = "Lower-case letters, digits and hyphens" };
        name.Validators.Add(typed =>
        {
            if (typed.Tokens.Count == 1 && !Tenant.IsName(typed.Tokens[0].Value))
            {
                typed.AddError($"'{typed.Tokens[0].Value}' is no tenant's name: lower-case letters, digits and hyphens, 63 at most.");
            }
        });
        var command = new Command("create", "Make a tenant. Its telemetry is what comes with its tokens.") { name };
        command.SetAction((parsed, cancellationToken) => DatabaseVerb.RunAsync(async services =>
        {
            var named = parsed.GetRequiredValue(name);
            if (await services.GetRequiredService<TenantStore>().CreateAsync(named, cancellationToken) is null)
            {
                await Console.Error.WriteLineAsync($"There is a tenant '{named}' already.");
                return 1;
            }

            Console.WriteLine($"Tenant {named} is made. Its senders need a token: correlator token create --tenant {named} --scope ingest");
            return 0;
        }));
        return command;
    }

    private static Command ListVerb()
    {
        var json = Json();
        var command = new Command("list", "List the tenants with their limits and what they sent in this month (UTC).") { json };
        command.SetAction((parsed, cancellationToken) => DatabaseVerb.RunAsync(async services =>
        {
            var tenants = await services.GetRequiredService<TenantStore>().ListAsync(cancellationToken);
            var today = services.GetRequiredService<TimeProvider>().GetUtcNow();
            var thisMonth = new DateOnly(today.Year, today.Month, 1);
            var used = await services.GetRequiredService<UsageStore>().SinceAsync(thisMonth, cancellationToken);
            var month = used.ToDictionary(row => row.TenantId, row => row.Counts);
            var defaults = services.GetRequiredService<IOptions<LimitsOptions>>().Value;
            Console.WriteLine(parsed.GetValue(json) ? TenantReport.Json(tenants, defaults, month) : TenantReport.List(tenants, defaults, month));
            return 0;
        }));
        return command;
    }

    private static Command ShowVerb()
    {
        var name = new Argument<string>("name") { Description = "The tenant" };
        var json = Json();
        var command = new Command("show", "Tell a tenant's limits, and what it sent by day.") { name, json };
        command.SetAction((parsed, cancellationToken) => DatabaseVerb.RunAsync(async services =>
        {
            if (await TenantOption.FindAsync(services, parsed.GetRequiredValue(name), cancellationToken) is not { } tenant)
            {
                return 1;
            }

            var days = await services.GetRequiredService<UsageStore>().DaysAsync(tenant.TenantId, DaysShown, cancellationToken);
            var defaults = services.GetRequiredService<IOptions<LimitsOptions>>().Value;
            Console.WriteLine(parsed.GetValue(json) ? TenantReport.Json(tenant, defaults, days) : TenantReport.Show(tenant, defaults, days));
            return 0;
        }));
        return command;
    }

    private static Command SetVerb()
    {
        var name = new Argument<string>("name") { Description = "The tenant" };
        var requests = Limit("--requests-per-second", "Export requests per second to one server");
        var bytes = Limit("--bytes-per-second", "Bytes per second, after decompression, to one server");
        var month = Limit("--bytes-per-month", "Quota: bytes per calendar month (UTC) to all servers together");
        var command = new Command("set", "Set a tenant's limits. Servers heed them within seconds.") { name, requests, bytes, month };
        command.Validators.Add(typed =>
        {
            if (typed.GetResult(requests) is null && typed.GetResult(bytes) is null && typed.GetResult(month) is null)
            {
                typed.AddError($"Which limit? {requests.Name}, {bytes.Name} or {month.Name}.");
            }
        });
        command.SetAction((parsed, cancellationToken) => DatabaseVerb.RunAsync(async services =>
        {
            if (await TenantOption.FindAsync(services, parsed.GetRequiredValue(name), cancellationToken) is not { } tenant)
            {
                return 1;
            }

            await services.GetRequiredService<TenantStore>().LimitAsync(
                tenant with
                {
                    RequestsPerSecond = parsed.GetResult(requests) is null ? tenant.RequestsPerSecond : Rate(parsed.GetValue(requests)),
                    BytesPerSecond = parsed.GetResult(bytes) is null ? tenant.BytesPerSecond : parsed.GetValue(bytes),
                    BytesPerMonth = parsed.GetResult(month) is null ? tenant.BytesPerMonth : parsed.GetValue(month),
                },
                cancellationToken);
            Console.WriteLine($"The limits of tenant {tenant.Name} are set. See: correlator tenant show {tenant.Name}");
            return 0;
        }));
        return command;
    }

    private static Option<bool> Json() => new("--json") { Description = "Print JSON" };

    private static Option<long?> Limit(string name, string description) => new(name)
    {
        HelpName = "limit",
        CustomParser = Limit,
        Description = description + "; a number, 'none', or 'default' (what the configuration says)",
    };

    private static long? Limit(ArgumentResult typed)
    {
        var text = typed.Tokens.Single().Value;
        if (text == "default")
        {
            return null;
        }

        if (text == "none")
        {
            return 0;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0)
        {
            return limit;
        }

        typed.AddError($"'{text}' is neither a whole number above 0, nor 'none', nor 'default'.");
        return null;
    }

    private static int? Rate(long? told) => told is >= 0 and var rate ? (int)Math.Min(rate, int.MaxValue) : null;
}
