using System.CommandLine;
using Correlator.Ingest;
using Correlator.Ingest.Tls;
using Microsoft.Extensions.Options;

namespace Correlator.Hosting.Cli;

/// <summary><c>correlator serve</c>, also what happens without a verb.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command(
            "serve",
            "Run the server, as without a command: OTLP on 4317 and 4318, GraphQL and health on 8080, "
            + "with the embedded Postgres unless ConnectionStrings__Correlator names a database.");
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var app = CorrelatorApplication.Build(CorrelatorApplication.CreateBuilder());
            await StartAsync(app, cancellationToken);
            var ingest = app.Services.GetRequiredService<IOptions<IngestOptions>>().Value;
            var hosting = app.Services.GetRequiredService<IOptions<HostingOptions>>().Value;
            var certificates = app.Services.GetRequiredService<TlsCertificates>();
            string Scheme(Door door) => certificates.IsOn(door) ? "https" : "http";
            Console.WriteLine(
                $"""
                Correlator is ready.
                  OTLP/gRPC  {Scheme(Door.Grpc)}://{ingest.GrpcEndpoint}
                  OTLP/HTTP  {Scheme(Door.Http)}://{ingest.HttpEndpoint}
                  GraphQL    {Scheme(Door.Web)}://{hosting.Endpoint}/graphql
                  Health     {Scheme(Door.Web)}://{hosting.Endpoint}/healthz/ready
                """);
            await app.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C before it was ready.
            return 0;
        }
        catch (Exception exception) when (StartFailure.Explain(exception) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    /// <summary>What did start before something failed is stopped again.</summary>
    private static async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.StopAsync(CancellationToken.None);
            throw;
        }
    }
}
