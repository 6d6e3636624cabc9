using System.Collections.Concurrent;
using Correlator.GraphQL.Execution.Planning;
using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Documents;

/// <summary>An operation with the plans that were made for it, one for each combination of conditions that came.</summary>
internal sealed class PreparedOperation(
    Schema schema,
    OperationDefinitionNode node,
    IReadOnlyDictionary<string, FragmentDefinitionNode> fragments,
    string[] conditions)
{
    private const int MaxPlans = 64;
    private const int BitsOfKey = 64;
    private readonly ConcurrentDictionary<ulong, OperationPlan> _plans = [];
    private OperationPlan? _only;

    public OperationDefinitionNode Node => node;

    public IReadOnlyDictionary<string, FragmentDefinitionNode> Fragments => fragments;

    /// <summary>What the operation weighs, if that is the same for all variables.</summary>
    public long? Cost { get; set; }

    /// <summary>The plan for the values of variables.</summary>
    /// <exception cref="GraphQLException">A condition is null.</exception>
    public OperationPlan Plan(IReadOnlyDictionary<string, object?> variables)
    {
        if (conditions.Length == 0)
        {
            return _only ??= Make([]);
        }

        ulong key = 0;
        var isTrue = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < conditions.Length; i++)
        {
            if (!variables.TryGetValue(conditions[i], out var value))
            {
                continue;
            }

            if (value is null)
            {
                throw new GraphQLException("Argument \"if\" of non-null type \"Boolean!\" must not be null.") { Location = Place(conditions[i]) };
            }

            if (value is true)
            {
                isTrue.Add(conditions[i]);
                key |= 1UL << (i % BitsOfKey);
            }
        }

        if (conditions.Length > BitsOfKey)
        {
            return Make(isTrue);
        }

        return _plans.TryGetValue(key, out var known) ? known : _plans.Count < MaxPlans ? _plans.GetOrAdd(key, _ => Make(isTrue)) : Make(isTrue);
    }

    private OperationPlan Make(HashSet<string> isTrue) => new(schema, node, fragments, isTrue);

    /// <summary>Where a condition is used first.</summary>
    private Location Place(string variable) =>
        Uses(node).Concat(fragments.Values.SelectMany(Uses)).First(use => use.Name.Value == variable).Location;

    private static IEnumerable<VariableNode> Uses(SyntaxNode place) => place switch
    {
        DirectiveNode { Name.Value: "skip" or "include" } directive => directive.Arguments.Select(argument => argument.Value).OfType<VariableNode>(),
        _ => place.Children.SelectMany(Uses),
    };
}
