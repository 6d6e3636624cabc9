using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Execution.Planning;

/// <summary>The fields that are asked of one object type at one place of a document, each response name once.</summary>
internal sealed class SelectionPlan(ObjectType type, FieldPlan[] fields)
{
    public ObjectType Type => type;

    public FieldPlan[] Fields => fields;
}
