using Correlator.GraphQL.Documents;
using Correlator.GraphQL.Language;

namespace Correlator.GraphQL.Execution;

/// <summary>What a request may cost, and what callers are told. The limits are on unless they are raised.</summary>
public sealed class GraphQLOptions
{
    /// <summary>The longest document, in bytes of UTF-8.</summary>
    public int MaxDocumentBytes { get; set; } = 64 * 1024;

    /// <summary>The most tokens of a document.</summary>
    public int MaxTokens { get; set; } = 8_000;

    /// <summary>The deepest nesting of fields; introspection has a limit of its own.</summary>
    public int MaxDepth { get; set; } = 20;

    /// <summary>The most fields of an operation, those of a fragment counted wherever it is spread.</summary>
    public int MaxFields { get; set; } = 2_000;

    /// <summary>The most aliases of an operation, counted like fields.</summary>
    public int MaxAliases { get; set; } = 200;

    /// <summary>The most directives of a document.</summary>
    public int MaxDirectives { get; set; } = 100;

    /// <summary>
    /// The most that an operation may weigh: the weights of its fields, each times the items of the lists around it, and one for each item that is an object.
    /// </summary>
    public int MaxCost { get; set; } = 50_000;

    /// <summary>How many items a list is taken to have when nothing says so.</summary>
    public int DefaultListSize { get; set; } = 10;

    /// <summary>
    /// The most values of an answer: the fields of its objects and the items of its lists. What an operation weighs
    /// bounds what is fetched, this bounds what is made of it.
    /// </summary>
    public int MaxValues { get; set; } = 250_000;

    /// <summary>The most errors told of a document that is not valid.</summary>
    public int MaxValidationErrors { get; set; } = 20;

    /// <summary>Whether callers may read the schema.</summary>
    public bool AllowIntrospection { get; set; } = true;

    /// <summary>How long an operation, or one event of a subscription, may run.</summary>
    public TimeSpan ExecutionTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The most subscriptions at a time.</summary>
    public int MaxSubscriptions { get; set; } = 1_000;

    /// <summary>The most documents that are kept ready to run.</summary>
    public int MaxCachedDocuments { get; set; } = 1_000;

    /// <summary>The most characters that the documents kept ready may have in total.</summary>
    public int MaxCachedCharacters { get; set; } = 4 * 1024 * 1024;

    /// <summary>Where stored documents are found.</summary>
    public DocumentLookup? FindDocument { get; set; }

    /// <summary>Whether only documents run that <see cref="FindDocument"/> knows.</summary>
    public bool StoredDocumentsOnly { get; set; }

    /// <summary>Whether a document that comes with its hash can be asked for by the hash alone from then on, as long as it is kept ready.</summary>
    public bool RememberDocuments { get; set; }

    /// <summary>Whether callers see the messages of exceptions that were not meant for them: for development.</summary>
    public bool ShowExceptions { get; set; }

    /// <summary>Writes what callers do not see to a log.</summary>
    public ErrorReporter? ReportError { get; set; }

    internal ParserOptions Parser => new() { MaxLength = MaxDocumentBytes, MaxTokens = MaxTokens };

    /// <summary>What is wrong with the options, one sentence each that begins with the option's name.</summary>
    public IReadOnlyList<string> Violations()
    {
        (string Name, long Value)[] counts =
        [
            (nameof(MaxDocumentBytes), MaxDocumentBytes),
            (nameof(MaxTokens), MaxTokens),
            (nameof(MaxDepth), MaxDepth),
            (nameof(MaxFields), MaxFields),
            (nameof(MaxCost), MaxCost),
            (nameof(DefaultListSize), DefaultListSize),
            (nameof(MaxValues), MaxValues),
            (nameof(MaxValidationErrors), MaxValidationErrors),
            (nameof(MaxCachedDocuments), MaxCachedDocuments),
            (nameof(MaxCachedCharacters), MaxCachedCharacters),
        ];
        (string Name, long Value)[] orNone =
        [
            (nameof(MaxAliases), MaxAliases),
            (nameof(MaxDirectives), MaxDirectives),
            (nameof(MaxSubscriptions), MaxSubscriptions),
        ];
        var problems = new List<string>();
        problems.AddRange(counts.Where(option => option.Value < 1).Select(option => $"{option.Name} must be at least 1."));
        problems.AddRange(orNone.Where(option => option.Value < 0).Select(option => $"{option.Name} must not be negative."));
        if (ExecutionTimeout <= TimeSpan.Zero && ExecutionTimeout != Timeout.InfiniteTimeSpan)
        {
            problems.Add($"{nameof(ExecutionTimeout)} must be positive.");
        }

        if (StoredDocumentsOnly && FindDocument is null)
        {
            problems.Add($"{nameof(StoredDocumentsOnly)} needs {nameof(FindDocument)}.");
        }

        if (StoredDocumentsOnly && RememberDocuments)
        {
            problems.Add($"{nameof(RememberDocuments)} contradicts {nameof(StoredDocumentsOnly)}.");
        }

        return problems;
    }
}
