using Correlator.Storage.Access;
using Correlator.Storage.Catalogs;
using Correlator.Storage.Commit;
using Correlator.Storage.Embedded;
using Correlator.Storage.Facts;
using Correlator.Storage.Journal;
using Correlator.Storage.Notices;
using Correlator.Storage.Retirement;
using Correlator.Storage.Schema;
using Correlator.Storage.Sealing;
using Correlator.Storage.Tenants;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Correlator.Storage;

internal static class StorageServiceCollectionExtensions
{
    public const string ConnectionStringName = "Correlator";

    /// <summary>The database named in <c>ConnectionStrings:Correlator</c>, else the embedded one, and everything that writes to and reads from it.</summary>
    public static WebApplicationBuilder AddStorage(this WebApplicationBuilder builder)
    {
        // Rows are read into records: message_key is MessageKey.
        Dapper.DefaultTypeMap.MatchNamesWithUnderscores = true;
        var services = builder.Services;
        services.AddOptions<StorageOptions>().BindConfiguration(StorageOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidation>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddDatabase();
        services.AddSingleton<StorageMetrics>();
        services.AddSingleton<Migrator>();
        services.AddSingleton<PartitionStore>();
        services.AddSingleton<RetirementStore>();
        services.AddSingleton<SealingStore>();
        services.AddSingleton<FunctionCatalog>();
        services.AddSingleton<QueueCatalog>();
        services.AddSingleton<FunctionReader>();
        services.AddSingleton<QueueReader>();
        services.AddSingleton<MetricWriter>();
        services.AddSingleton<LedgerStore>();
        services.AddSingleton<CommitSignal>();
        services.AddSingleton<CommitWriter>();
        services.AddSingleton<SpanReader>();
        services.AddSingleton<LogReader>();
        services.AddSingleton<FactStore>();
        services.AddSingleton<FactReader>();
        services.AddSingleton<InvocationReader>();
        services.AddSingleton<DoctorStore>();
        services.AddSingleton<ChangeNoticeStore>();
        services.AddSingleton<ElectionStore>();
        services.AddAccess();
        services.AddSingleton<JournalFolder>();
        services.AddSingleton<JournalAlarm>();
        services.AddSingleton<JournalReplay>();
        services.AddSingleton<JournalSuspects>();

        // Stopped in the reverse order of this list: the commit queue before what it needs, the journal among it.
        services.AddHostedSingleton<DatabaseStart>();
        services.AddHostedSingleton<DatabaseHealth>();
        services.AddHostedSingleton<TokenDirectory>();
        services.AddHostedSingleton<TenantDirectory>();
        services.AddHostedSingleton<EmbeddedWatch>();
        services.AddHostedSingleton<PartitionKeeper>();
        services.AddHostedSingleton<RetirementWorker>();
        services.AddHostedSingleton<Sealer>();
        services.AddHostedSingleton<RequestJournal>();
        services.AddHostedSingleton<CommitQueue>();
        services.AddHostedSingleton<JournalDrain>();
        return builder;
    }

    private static void AddAccess(this IServiceCollection services)
    {
        services.AddOptions<AuthOptions>().BindConfiguration(AuthOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AuthOptions>, AuthOptionsValidation>();
        services.AddSingleton<TenantStore>();
        services.AddOptions<LimitsOptions>().BindConfiguration(LimitsOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LimitsOptions>, LimitsOptionsValidation>();
        services.AddSingleton<UsageStore>();
        services.AddSingleton<TokenStore>();
        services.AddSingleton<TokenHashKey>();
        services.AddSingleton<FindToken>(provider => provider.GetRequiredService<TokenDirectory>().FindAsync);
    }

    /// <summary>The data source alone, for the verbs that only read.</summary>
    public static void AddDatabase(this IServiceCollection services)
    {
        services.AddSingleton(provider => DataFolder.Resolve(provider.GetRequiredService<IConfiguration>()["CORRELATOR_DATA"]));
        services.AddSingleton(provider => new EmbeddedPostgres(
            provider.GetRequiredService<DataFolder>(),
            new Lazy<string>(() => PostgresBinaries.Find(provider.GetRequiredService<IOptions<StorageOptions>>().Value.PostgresBinaries)),
            provider.GetRequiredService<ILogger<EmbeddedPostgres>>()));
        services.AddSingleton(provider =>
        {
            var named = provider.GetRequiredService<IConfiguration>().GetConnectionString(ConnectionStringName);
            return NpgsqlDataSource.Create(named is { Length: > 0 } ? named : provider.GetRequiredService<EmbeddedPostgres>().ConnectionString);
        });
    }

    public static void AddHostedSingleton<T>(this IServiceCollection services)
        where T : class, IHostedService
    {
        services.AddSingleton<T>();
        services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
