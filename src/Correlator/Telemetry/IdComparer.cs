namespace Correlator.Telemetry;

/// <summary>
/// For every table by trace, message or key: a <see cref="Guid"/>'s own hash is its four parts XORed, so that ids can be made to meet in one place.
/// </summary>
internal sealed class IdComparer : IEqualityComparer<Guid>
{
    private IdComparer()
    {
    }

    public static IdComparer Instance { get; } = new();

    public bool Equals(Guid x, Guid y) => x == y;

    public int GetHashCode(Guid obj) => ProcessHash.Of(obj);
}
