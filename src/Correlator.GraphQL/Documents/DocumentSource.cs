using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Language;
using Correlator.GraphQL.Limits;
using Correlator.GraphQL.Types;
using Correlator.GraphQL.Validation;

namespace Correlator.GraphQL.Documents;

/// <summary>Finds the document that a request means, and makes it ready to run.</summary>
internal sealed class DocumentSource(Schema schema, GraphQLOptions options)
{
    private const string HashPrefix = "sha256:";
    private readonly DocumentCache _cache = new(options.MaxCachedDocuments, options.MaxCachedCharacters);

    public int CachedDocuments => _cache.Count;

    /// <summary>A document that is ready already, the usual case.</summary>
    public PreparedDocument? FindReady(GraphQLRequest request) =>
        request.Document is { } text && request.DocumentId is null && request.Extensions is null && !options.StoredDocumentsOnly ? _cache.Find(text) : null;

    /// <summary>The document, or why there is none.</summary>
    public async ValueTask<(PreparedDocument? Document, QueryResult? Refusal)> FindAsync(GraphQLRequest request, CancellationToken cancellationToken)
    {
        var id = request.DocumentId ?? HashIn(request.Extensions);
        var text = request.Document;
        if (string.IsNullOrEmpty(text) && string.IsNullOrEmpty(id))
        {
            return Refuse(RequestFailure.Request, "Must provide a document, or the id of one.");
        }

        if (string.IsNullOrEmpty(text))
        {
            text = _cache.TextOf(id!) ?? await StoredAsync(id!, cancellationToken);
            return text is null
                ? Refuse(RequestFailure.UnknownDocument, "PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND")
                : Prepare(text, isTrusted: true);
        }

        if (Encoding.UTF8.GetByteCount(text) > options.MaxDocumentBytes)
        {
            return Refuse(RequestFailure.Syntax, $"The document is longer than {options.MaxDocumentBytes} bytes.");
        }

        if (id?.StartsWith(HashPrefix, StringComparison.Ordinal) == true && HashOf(text) != id)
        {
            return Refuse(RequestFailure.Request, "The hash of the document is another one than that of the request.");
        }

        if (options.StoredDocumentsOnly && await StoredAsync(HashOf(text), cancellationToken) is null)
        {
            return Refuse(RequestFailure.DocumentNotAllowed, "Only stored documents are run here.");
        }

        var prepared = Prepare(text, isTrusted: false);
        if (options.RememberDocuments && prepared.Ready is not null && id?.StartsWith(HashPrefix, StringComparison.Ordinal) == true)
        {
            _cache.Remember(id, text);
        }

        return prepared;
    }

    private static (PreparedDocument?, QueryResult?) Refuse(RequestFailure failure, string message, string? code = null)
    {
        var extensions = code is null ? null : new Dictionary<string, object?> { ["code"] = code };
        return (null, QueryResult.Refuse(failure, new GraphQLError(message, []) { Extensions = extensions }));
    }

    private static string HashOf(string text) => HashPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The way Apollo's clients say it.</summary>
    private static string? HashIn(JsonElement? extensions) =>
        extensions is { ValueKind: JsonValueKind.Object } map
        && map.TryGetProperty("persistedQuery", out var entry)
        && entry.ValueKind == JsonValueKind.Object
        && entry.TryGetProperty("sha256Hash", out var hash)
        && hash.ValueKind == JsonValueKind.String
            ? HashPrefix + hash.GetString()!.ToLowerInvariant()
            : null;

    private async ValueTask<string?> StoredAsync(string id, CancellationToken cancellationToken) =>
        options.FindDocument is { } find ? await find(id, cancellationToken) : null;

    /// <summary>Stored documents are one's own: they may be longer than those of strangers, but weigh the same when they run.</summary>
    private (PreparedDocument? Ready, QueryResult? Refusal) Prepare(string text, bool isTrusted)
    {
        if (_cache.Find(text) is { } ready)
        {
            return (ready, null);
        }

        DocumentNode document;
        try
        {
            document = Parser.Parse(text, isTrusted ? ParserOptions.Trusted : options.Parser);
        }
        catch (GraphQLSyntaxException exception)
        {
            return (null, QueryResult.Refuse(RequestFailure.Syntax, new GraphQLError(exception.Message, [exception.Location])));
        }

        var errors = Validator.Validate(schema, document, options.MaxValidationErrors);
        if (errors.Count == 0)
        {
            errors = DocumentLimits.Check(options, document);
        }

        if (errors.Count > 0)
        {
            return (null, QueryResult.Refuse(RequestFailure.Validation, errors));
        }

        var prepared = new PreparedDocument(schema, text, document);
        _cache.Add(prepared);
        return (prepared, null);
    }
}
