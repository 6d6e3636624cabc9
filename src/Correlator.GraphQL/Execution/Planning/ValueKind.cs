namespace Correlator.GraphQL.Execution.Planning;

/// <summary>How a value is completed.</summary>
internal enum ValueKind
{
    Leaf,
    List,
    OneType,
    Abstract,
}
