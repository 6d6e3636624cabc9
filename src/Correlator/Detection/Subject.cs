using System.Globalization;

namespace Correlator.Detection;

/// <summary>What a finding is about.</summary>
/// <param name="Kind"><c>function</c>, <c>queue</c> or <c>key</c>.</param>
/// <param name="Id">Its id as text: a number for functions and queues, a hash for keys.</param>
/// <param name="Name">Its name, for people.</param>
internal sealed record Subject(string Kind, string Id, string Name)
{
    public static Subject Function(int id, string name) => new("function", id.ToString(CultureInfo.InvariantCulture), name);

    public static Subject Queue(int id, string name) => new("queue", id.ToString(CultureInfo.InvariantCulture), name);

    /// <summary>A correlation key's value.</summary>
    public static Subject Key(Guid hash, string name) => new("key", hash.ToString("n"), name);
}
