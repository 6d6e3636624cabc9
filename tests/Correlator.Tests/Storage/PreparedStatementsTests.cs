using Correlator.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Correlator.Tests.Storage;

public sealed class PreparedStatementsTests
{
    [Theory]
    [InlineData("Host=db.example", 100)]
    [InlineData("Host=db.example;Max Auto Prepare=0", 0)]
    [InlineData("Host=db.example;Max Auto Prepare=20", 20)]
    public async Task Database_StatementsArePrepared_UnlessTheConnectionStringSaysOtherwise(string connectionString, int prepared)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Correlator", connectionString)]).Build());
        services.AddDatabase();
        await using var provider = services.BuildServiceProvider();

        var settings = new NpgsqlConnectionStringBuilder(provider.GetRequiredService<NpgsqlDataSource>().ConnectionString);

        settings.MaxAutoPrepare.ShouldBe(prepared);
    }
}
