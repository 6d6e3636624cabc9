using System.CommandLine;
using Correlator.Storage.Schema;

namespace Correlator.Hosting.Cli;

/// <summary><c>correlator migrate</c>: for databases whose schema is changed apart from the server's start.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Bring the database's schema to this version; a server does so itself at its start.");
        command.SetAction((_, cancellationToken) => DatabaseVerb.RunAsync(async services =>
        {
            await services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
            await services.GetRequiredService<PartitionKeeper>().KeepAsync(cancellationToken);
            Console.WriteLine("The schema is up to date.");
            return 0;
        }));
        return command;
    }
}
