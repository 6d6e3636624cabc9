using System.CommandLine;
using Correlator.Storage.Tenants;

namespace Correlator.Hosting.Cli;

/// <summary><c>--tenant NAME</c>, for verbs that are about one tenant.</summary>
internal static class TenantOption
{
    public static Option<string> Create(string description) => new("--tenant") { Description = description, DefaultValueFactory = _ => Tenant.LocalName };

    /// <returns>Null, with a sentence on standard error, when there is no tenant of that name.</returns>
    public static async Task<Tenant?> FindAsync(IServiceProvider services, string name, CancellationToken cancellationToken)
    {
        var tenants = services.GetRequiredService<TenantStore>();
        var found = await tenants.FindAsync(name, cancellationToken);
        if (found is null)
        {
            var known = string.Join(", ", (await tenants.ListAsync(cancellationToken)).Select(tenant => tenant.Name));
            await Console.Error.WriteLineAsync($"There is no tenant '{name}', only: {known}. To make it: correlator tenant create {name}");
        }

        return found;
    }
}
