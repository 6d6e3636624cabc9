using System.Globalization;
using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.Paging;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Building;

/// <summary>The arguments of one paged field.</summary>
internal sealed class PagedField(UsePagingAttribute? said, PagingOptions options)
{
    public int DefaultSize { get; } = said is { DefaultPageSize: > 0 } ? said.DefaultPageSize : Math.Min(options.DefaultPageSize, MaxSizeOf(said, options));

    public int MaxSize { get; } = MaxSizeOf(said, options);

    public bool IncludeTotalCount { get; } = said is { IncludeTotalCount: true } || options.IncludeTotalCount;

    public string? ConnectionName => said?.ConnectionName;

    public IEnumerable<InputValue> Inputs() =>
    [
        Size("first", $"How many items from the start, or after the cursor: {DefaultSize} if not said, {MaxSize} at most."),
        Cursor("after", "The cursor of the item that the page follows."),
        Size("last", $"How many items from the end, or before the cursor: {MaxSize} at most."),
        Cursor("before", "The cursor of the item that the page ends before."),
    ];

    private static int MaxSizeOf(UsePagingAttribute? said, PagingOptions options) => said is { MaxPageSize: > 0 } ? said.MaxPageSize : options.MaxPageSize;

    private static InputValue Size(string name, string description) => new(name, BuiltInScalars.WholeNumber, null, description, null);

    private static InputValue Cursor(string name, string description) => new(name, BuiltInScalars.Text, null, description, null);

    public PagingArguments Read(IReadOnlyDictionary<string, object?> arguments, bool isTotalAsked)
    {
        var (first, last) = (Size(arguments, "first"), Size(arguments, "last"));
        var (after, before) = (arguments.GetValueOrDefault("after") as string, arguments.GetValueOrDefault("before") as string);
        if (first is not null && last is not null)
        {
            throw new GraphQLException("A page has `first` or `last`, not both.");
        }

        var isBackward = last is not null || (before is not null && first is null);
        if (isBackward ? after is not null : before is not null)
        {
            throw new GraphQLException("`after` goes with `first`, and `before` with `last`.");
        }

        return isBackward ? new(null, null, last ?? DefaultSize, before, isTotalAsked) : new(first ?? DefaultSize, after, null, null, isTotalAsked);
    }

    private int? Size(IReadOnlyDictionary<string, object?> arguments, string name) => arguments.GetValueOrDefault(name) switch
    {
        null => null,
        int size when size >= 0 && size <= MaxSize => size,
        int size => throw new GraphQLException(string.Create(CultureInfo.InvariantCulture, $"`{name}` is {size}; a page has from 0 to {MaxSize} items.")),
        var other => throw new GraphQLException($"`{name}` cannot be {other}."),
    };
}
