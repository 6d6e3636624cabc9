namespace Correlator.GraphQL.Documents;

/// <summary>Finds the text of a document that was stored under an id, such as <c>sha256:</c> and the hash of the text in hex; null if there is none.</summary>
public delegate ValueTask<string?> DocumentLookup(string id, CancellationToken cancellationToken);
