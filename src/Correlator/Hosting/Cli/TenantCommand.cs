using System.CommandLine;
using System.Globalization;
using Correlator.Storage.Tenants;

namespace Correlator.Hosting.Cli;

/// <summary><c>correlator tenant create|list</c>.</summary>
internal static class TenantCommand
{
    public static Command Create() => new("tenant", "Make and list tenants: customers or environments that see nothing of each other.") { CreateVerb(), ListVerb() };

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
        var command = new Command("list", "List the tenants.");
        command.SetAction((_, cancellationToken) => DatabaseVerb.RunAsync(async services =>
        {
            foreach (var tenant in await services.GetRequiredService<TenantStore>().ListAsync(cancellationToken))
            {
                Console.WriteLine($"{tenant.Name}  since {tenant.CreatedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
            }

            return 0;
        }));
        return command;
    }
}
