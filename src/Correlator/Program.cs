using System.CommandLine;
using Correlator.Hosting.Cli;

var root = new RootCommand("Correlator joins the logs, traces and metrics of event-driven functions into journeys, and tells what happened to each.")
{
    ServeCommand.Create(),
    MigrateCommand.Create(),
    JourneyCommand.Create(),
    DoctorCommand.Create(),
    DemoCommand.Create(),
};
root.SetAction((_, cancellationToken) => ServeCommand.RunAsync(cancellationToken));
return await root.Parse(args).InvokeAsync();
