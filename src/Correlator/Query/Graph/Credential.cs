namespace Correlator.Query.Graph;

/// <summary>By what a caller was let in; no record, whose text would tell it.</summary>
/// <param name="token">Null where none is asked for.</param>
internal sealed class Credential(string? token)
{
    public string? Token => token;
}
