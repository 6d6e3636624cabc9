namespace Correlator.Storage.Access;

/// <returns>Null when there is no such token, or it is not valid any more: which of both is nobody's business.</returns>
internal delegate ValueTask<KnownToken?> FindToken(string text, CancellationToken cancellationToken);
