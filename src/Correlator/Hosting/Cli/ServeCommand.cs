using System.CommandLine;
using Microsoft.Extensions.Options;

namespace Correlator.Hosting.Cli;

/// <summary><c>correlator serve</c>, also what happens without a verb.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "Run the server: OTLP on 4317 and 4318, health on 8080, with the embedded Postgres unless ConnectionStrings__Correlator names a database.");
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var app = CorrelatorApplication.Build(CorrelatorApplication.CreateBuilder());
            await app.StartAsync(cancellationToken);
            var ingest = app.Services.GetRequiredService<IOptions<Ingest.IngestOptions>>().Value;
            var hosting = app.Services.GetRequiredService<IOptions<HostingOptions>>().Value;
            Console.WriteLine($"Correlator is ready.\n  OTLP/gRPC  http://{ingest.GrpcEndpoint}\n  OTLP/HTTP  http://{ingest.HttpEndpoint}\n  Health     http://{hosting.Endpoint}/healthz/ready");
            await app.WaitForShutdownAsync(cancellationToken);
            await app.DisposeAsync();
            return 0;
        }
        catch (Exception exception) when (StartFailure.Explain(exception) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }
}
