using System.CommandLine;
using Correlator.Hosting.Cli;

var root = new RootCommand("Correlator joins the logs, traces and metrics of event-driven functions into journeys, and tells what happened to each.")
{
    ServeCommand.Create(),
    MigrateCommand.Create(),
    JourneyCommand.Create(),
    QueryCommand.Create(),
    TokenCommand.Create(),
    TenantCommand.Create(),
    DoctorCommand.Create(),
    DemoCommand.Create(),
};
root.SetAction((_, cancellationToken) => ServeCommand.RunAsync(cancellationToken));

// Longer than any Correlator:Hosting:ShutdownTimeout: after a signal the verb ends by itself, and is not cut short while it drains.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromHours(2) });
