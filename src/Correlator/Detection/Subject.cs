namespace Correlator.Detection;

/// <summary>What a finding is about.</summary>
/// <param name="Kind"><c>function</c> or <c>queue</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name, for people.</param>
internal sealed record Subject(string Kind, int Id, string Name)
{
    public static Subject Function(int id, string name) => new("function", id, name);

    public static Subject Queue(int id, string name) => new("queue", id, name);
}
