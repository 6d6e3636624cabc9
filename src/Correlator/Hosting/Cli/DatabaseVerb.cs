using Correlator.Query;
using Correlator.Storage;

namespace Correlator.Hosting.Cli;

/// <summary>Services for a verb that reads the database of a running server, without being one.</summary>
internal static class DatabaseVerb
{
    public static WebApplication Build()
    {
        var builder = CorrelatorApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.AddStorage();
        Correlation.CorrelationServiceCollectionExtensions.AddCorrelation(builder).AddQuery();
        return builder.Build();
    }

    /// <summary>Runs a verb's work; what a person can mend is told in a sentence.</summary>
    public static async Task<int> RunAsync(Func<IServiceProvider, Task<int>> work)
    {
        try
        {
            await using var app = Build();
            return await work(app.Services);
        }
        catch (Npgsql.PostgresException exception)
            when (exception.SqlState is Npgsql.PostgresErrorCodes.UndefinedTable or Npgsql.PostgresErrorCodes.UndefinedColumn)
        {
            await Console.Error.WriteLineAsync("The database does not have this version's schema: start its server, or run: correlator migrate");
            return 1;
        }
        catch (Npgsql.NpgsqlException exception)
        {
            await Console.Error.WriteLineAsync(
                $"The database does not answer: {exception.Message.TrimEnd('.')}. Is the server running? "
                + "Start it with ./run, or name its data folder in CORRELATOR_DATA, its database in ConnectionStrings__Correlator.");
            return 1;
        }
        catch (Exception exception) when (StartFailure.Explain(exception) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }
}
