using System.Reflection;

namespace Correlator.GraphQL.Building;

/// <summary>What is wrong with annotated types: gathered, so that all of it is told at once.</summary>
internal sealed class Problems
{
    private readonly List<string> _found = [];

    public IReadOnlyList<string> All => _found;

    public void Add(MemberInfo member, string problem) => Add(Naming.Shown(member), problem);

    public void Add(string where, string problem) => _found.Add($"{where}: {problem}");
}
