using System.Linq.Expressions;
using Correlator.GraphQL.Execution;

namespace Correlator.GraphQL.Building;

/// <summary>Puts the source itself where a call reads it from the context.</summary>
internal sealed class SourceReplacement(ParameterExpression context, ParameterExpression source) : ExpressionVisitor
{
    protected override Expression VisitMember(MemberExpression node) =>
        node.Expression == context && node.Member.Name == nameof(ResolverContext.Source) ? source : base.VisitMember(node);
}
