using Correlator.Storage.Embedded;
using Correlator.Storage.Journal;
using Correlator.Storage.Schema;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Correlator.Hosting.Cli;

/// <summary>What a person is told when something that is theirs to mend keeps a verb from running: one sentence each.</summary>
internal static class StartFailure
{
    /// <returns>Null when it is our fault: then the trace is wanted.</returns>
    public static string? Explain(Exception exception) => exception switch
    {
        OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),
        AggregateException { InnerExceptions: var several } when several.All(inner => inner is OptionsValidationException) =>
            string.Join(Environment.NewLine, several.Select(Explain)),

        // Names the key and the value.
        InvalidOperationException when exception.Message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal) => exception.Message,
        EmbeddedPostgresException or MigrationException or JournalException => exception.Message,
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } =>
            $"{exception.Message.TrimEnd('.')}. Another program, perhaps another Correlator, listens there: stop it, "
            + "or set Correlator__Ingest__GrpcEndpoint, Correlator__Ingest__HttpEndpoint or Correlator__Hosting__Endpoint.",
        NpgsqlException =>
            $"The database does not answer: {exception.Message.TrimEnd('.')}. "
            + "Check ConnectionStrings__Correlator, or leave it out to use the embedded Postgres.",
        // What the driver says of it may repeat a part of the password.
        ArgumentException { Source: "Npgsql" or "System.Data.Common" } =>
            "ConnectionStrings__Correlator is not a connection string that Postgres' driver knows: it has the form "
            + "Host=db;Username=correlator;Password=...;Database=correlator, and a value with a semicolon stands in quotes.",
        IOException or UnauthorizedAccessException => $"{exception.Message.TrimEnd('.')}. Is CORRELATOR_DATA a folder that this user may write to?",
        _ => null,
    };
}
