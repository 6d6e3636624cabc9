using System.Text.RegularExpressions;

namespace Correlator.Tests.Architecture;

/// <summary>SQL stands with the stage that owns the table, in a type whose name says that it talks to the database.</summary>
internal static partial class SqlPlacement
{
    private static readonly string[] Endings = ["Store", "Writer", "Reader"];

    /// <summary>Types that may hold SQL under another name, and why.</summary>
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["Correlator.Storage.Schema.Migrator"] = "the ledger of migrations",
        ["Correlator.Storage.Catalogs.FunctionCatalog"] = "a store behind a cache, named for the cache",
        ["Correlator.Storage.Catalogs.QueueCatalog"] = "a store behind a cache, named for the cache",
        ["Correlator.Storage.Embedded.EmbeddedPostgres"] = "creates its database, which has no tables yet",
        ["Correlator.Storage.DatabaseHealth"] = "its probe names no table",
    };

    public static IEnumerable<string> Violations(IEnumerable<TypeFacts> types) =>
        from facts in types
        where !Endings.Any(ending => facts.Type.Name.EndsWith(ending, StringComparison.Ordinal)) && !Exceptions.ContainsKey(facts.Type.ToString())
        from text in facts.Texts
        where IsSql(text)
        select $"{facts.Type} holds SQL: {text.ReplaceLineEndings(" ").Trim()}";

    /// <summary>Exceptions that nothing needs any more.</summary>
    public static IEnumerable<string> Stale(IReadOnlyCollection<TypeFacts> types) =>
        Exceptions.Keys.Where(name => !types.Any(facts => facts.Type.ToString() == name && facts.Texts.Any(IsSql)));

    public static bool IsSql(string text) => Sql().IsMatch(text);

    [GeneratedRegex(
        @"\b(SELECT\s|INSERT\s+INTO\b|UPDATE\s+[a-z_]+\s+SET\b|DELETE\s+FROM\b|COPY\s+[a-z_({]|FROM\s+STDIN\b|TRUNCATE\s|LOCK\s+TABLE\b"
        + @"|(CREATE|ALTER|DROP)\s+(TABLE|INDEX|SEQUENCE|DATABASE|UNIQUE)\b)")]
    private static partial Regex Sql();
}
