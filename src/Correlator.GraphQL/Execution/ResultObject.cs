using Correlator.GraphQL.Execution.Planning;

namespace Correlator.GraphQL.Execution;

/// <summary>An object of the answer, its fields in the order of the document.</summary>
public sealed class ResultObject : ResultNode
{
    internal ResultObject(ResultNode? parent, int index, SelectionPlan plan)
        : base(parent, index, plan.Fields.Length) => Plan = plan;

    /// <summary>The names of the fields.</summary>
    public IEnumerable<string> Names => Plan.Fields.Select(selected => selected.ResponseName);

    internal SelectionPlan Plan { get; }

    /// <summary>The value of a field: null, a leaf as its scalar serialized it, a <see cref="ResultObject"/> or a <see cref="ResultList"/>.</summary>
    public object? this[string name] => TryGetValue(name, out var value) ? value : throw new KeyNotFoundException($"The answer has no \"{name}\" here.");

    /// <summary>The value of a field, if it was asked for.</summary>
    public bool TryGetValue(string name, out object? value)
    {
        var index = Array.FindIndex(Plan.Fields, selected => selected.ResponseName == name);
        value = index < 0 ? null : Values[index];
        return index >= 0;
    }

    internal override bool IsNonNull(int index) => Plan.Fields[index].Value.IsNonNull;

    internal override object Segment(int index) => Plan.Fields[index].ResponseName;
}
