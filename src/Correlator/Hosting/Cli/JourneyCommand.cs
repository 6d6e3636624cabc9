using System.CommandLine;
using Correlator.Query;
using Microsoft.Extensions.Options;

namespace Correlator.Hosting.Cli;

/// <summary><c>correlator journey ID</c>.</summary>
internal static class JourneyCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "A correlation id, order id or other business key, trace id, message id, or journey id" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var tenant = TenantOption.Create("Whose journey it is");
        var command = new Command("journey", "Tell what happened: every hop, wait, attempt, error and log of the journey that an id belongs to.")
        {
            id,
            tenant,
            json,
        };
        command.SetAction((parsed, cancellationToken) => DatabaseVerb.RunAsync(services => PrintAsync(
            services,
            parsed.GetRequiredValue(tenant),
            parsed.GetRequiredValue(id),
            parsed.GetValue(json),
            cancellationToken)));
        return command;
    }

    private static async Task<int> PrintAsync(IServiceProvider services, string tenant, string id, bool json, CancellationToken cancellationToken)
    {
        if (await TenantOption.FindAsync(services, tenant, cancellationToken) is not { } owner)
        {
            return 1;
        }

        var view = await services.GetRequiredService<JourneyReader>().ReadAsync(owner.TenantId, id, cancellationToken);
        if (view is null)
        {
            await Console.Error.WriteLineAsync(
                $"No journey has '{id}' as its journey id, trace id, message id, correlation id or business key.\n"
                + "It may not have arrived yet (see: correlator doctor), be older than the retention, or be an attribute that makes no key.");
            return 1;
        }

        Console.WriteLine(json ? JourneyJson.Write(view) : Tell(view, services));
        return 0;
    }

    private static string Tell(JourneyView view, IServiceProvider services) =>
        new JourneyPrinter(view, services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime, !Console.IsOutputRedirected)
        {
            MaxLogs = services.GetRequiredService<IOptions<QueryOptions>>().Value.LogsPerSpan,
        }.Print();
}
