using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;
using Correlator.GraphQL.Validation.Rules;

namespace Correlator.GraphQL.Validation;

/// <summary>Checks documents against a schema (specification, section 5).</summary>
public static class Validator
{
    private static readonly Func<ValidationRule>[] Rules =
    [
        () => new ExecutableDefinitionsRule(),
        () => new UniqueOperationNamesRule(),
        () => new LoneAnonymousOperationRule(),
        () => new SingleFieldSubscriptionsRule(),
        () => new KnownTypeNamesRule(),
        () => new FragmentsOnCompositeTypesRule(),
        () => new VariablesAreInputTypesRule(),
        () => new ScalarLeafsRule(),
        () => new FieldsOnCorrectTypeRule(),
        () => new UniqueFragmentNamesRule(),
        () => new KnownFragmentNamesRule(),
        () => new NoUnusedFragmentsRule(),
        () => new PossibleFragmentSpreadsRule(),
        () => new NoFragmentCyclesRule(),
        () => new UniqueVariableNamesRule(),
        () => new NoUndefinedVariablesRule(),
        () => new NoUnusedVariablesRule(),
        () => new KnownDirectivesRule(),
        () => new UniqueDirectivesPerLocationRule(),
        () => new KnownArgumentNamesRule(),
        () => new UniqueArgumentNamesRule(),
        () => new ValuesOfCorrectTypeRule(),
        () => new ProvidedRequiredArgumentsRule(),
        () => new VariablesInAllowedPositionRule(),
        () => new OverlappingFieldsCanBeMergedRule(),
        () => new UniqueInputFieldNamesRule(),
        () => new MaxIntrospectionDepthRule(),
    ];

    /// <summary>What is wrong with a document; nothing means that it can be run. No more errors are told than the limit.</summary>
    public static IReadOnlyList<GraphQLError> Validate(Schema schema, DocumentNode document, int maxErrors = 100)
    {
        var context = new ValidationContext(schema, document, maxErrors);
        ValidationRule[] rules = [.. Rules.Select(make => make())];
        Walk(document, TypeState.None, rules, context);
        return context.Errors;
    }

    private static void Walk(SyntaxNode node, TypeState before, ValidationRule?[] rules, ValidationContext context)
    {
        if (context.IsFull)
        {
            return;
        }

        var state = before.Enter(node, context.Schema);
        context.State = state;
        var below = rules;
        for (var i = 0; i < rules.Length; i++)
        {
            if (rules[i] is { } rule && !rule.Enter(node, context))
            {
                below = below == rules ? [.. rules] : below;
                below[i] = null;
            }
        }

        context.Ancestors.Push(node);
        foreach (var child in node.Children)
        {
            Walk(child, state, below, context);
        }

        context.Ancestors.Pop();
        context.State = state;
        foreach (var rule in below)
        {
            rule?.Leave(node, context);
        }
    }
}
