using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Validation;

/// <summary>A variable in its place.</summary>
internal sealed record VariableUsage(VariableNode Node, GraphQLType? Type, GraphQLType? ParentType, bool HasDefault);
