using System.ComponentModel;
using System.Globalization;
using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.DataLoading;
using Correlator.GraphQL.Execution;
using Correlator.GraphQL.Hosting;
using Correlator.GraphQL.Paging;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.Tests.GraphQL.Annotations;

/// <summary>A schema made of annotated types that uses most of what there is.</summary>
internal static class Shop
{
    /// <summary>What can be bought.</summary>
    [InterfaceType]
    public interface IGood
    {
        /// <summary>What it is called.</summary>
        string Title { get; }
    }

    [UnionType("SearchResult")]
    public interface ISearchResult;

    /// <summary>How a book is bound.</summary>
    public enum Binding
    {
        /// <summary>Cheap.</summary>
        SoftCover,

        [GraphQLDeprecated("Too heavy.")]
        HardCover,

        [GraphQLIgnore]
        Unknown,
    }

    /// <summary>A book.</summary>
    /// <param name="Id">Counted.</param>
    /// <param name="Title">On its cover.</param>
    /// <param name="Pages">How long it is, in <c>pages</c>.</param>
    public sealed record Book(
        int Id,
        string Title,
        long? Pages,
        Binding Binding,
        int AuthorId,
        IReadOnlyList<string?> Tags,
        DateTimeOffset Printed,
        TimeSpan Reading,
        [property: GraphQLIgnore] string Secret = "") : IGood, ISearchResult
    {
        public string Shout() => Title.ToUpperInvariant();
    }

    /// <summary>Who writes.</summary>
    public sealed record Author(int Id, string Name) : ISearchResult;

    public sealed record BookFilter(string? Title = null, Binding? Binding = null, int MinPages = 0, IReadOnlyList<BookFilter>? Any = null);

    [OneOf]
    public sealed record AuthorBy
    {
        [ID<Author>]
        public int? Id { get; init; }

        public string? Name { get; init; }
    }

    public sealed record ReviewInput(string Text)
    {
        [DefaultValue(3)]
        public int Stars { get; init; } = 3;

        public IReadOnlyDictionary<string, object?>? Meta { get; init; }
    }

    public sealed record Review(string Text, int Stars, object? Meta);

    /// <summary>The stock.</summary>
    public sealed class Stock
    {
        public List<string> Calls { get; } = [];

        public List<Book> Books { get; } =
        [
            new(1, "One", 100, Binding.SoftCover, 7, ["a", null], new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), TimeSpan.FromSeconds(90)),
            new(2, "Two", null, Binding.HardCover, 8, [], DateTimeOffset.UnixEpoch, TimeSpan.Zero),
            new(3, "Three", 300, Binding.SoftCover, 7, [], DateTimeOffset.UnixEpoch, TimeSpan.Zero),
        ];
    }

    [QueryType]
    public static class Queries
    {
        /// <summary>One book.</summary>
        /// <param name="id">Its number.</param>
        /// <returns>The book, or null.</returns>
        public static async Task<Book?> GetBookAsync(int id, Stock stock, CancellationToken cancellationToken)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            return stock.Books.Find(book => book.Id == id);
        }

        [UsePaging(MaxPageSize = 2, DefaultPageSize = 1, IncludeTotalCount = true)]
        public static IReadOnlyList<Book> GetBooks(Stock stock, BookFilter? filter = null) =>
            [.. stock.Books.Where(book => Lets(filter, book))];

        [UseConnection(ConnectionName = "Stored")]
        public static Connection<Book> GetStored(PagingArguments arguments, Stock stock) =>
            Connection.OfOneMore([.. stock.Books.Skip(int.Parse(arguments.After ?? "0")).Take(arguments.Size + 1)], arguments, book => book.Id.ToString());

        public static ValueTask<string> Describe(Binding binding = Binding.HardCover, IReadOnlyList<int>? numbers = null) =>
            new($"{binding} {string.Join('+', numbers ?? [])}");

        public static IEnumerable<ISearchResult> Search([Service] Stock stock) => [stock.Books[0], new Author(7, "Ada")];

        public static IReadOnlyList<IGood> Goods(Stock stock) => stock.Books;

        public static string? FindAuthor(AuthorBy by) => by.Id is { } id ? $"#{id}" : by.Name;

        [GraphQLDeprecated("Use book.")]
        [GraphQLName("old")]
        public static int? Former([GraphQLName("from")] long? since, [ID<Book>] int? book, [GraphQLType("ID")] string? plain) =>
            (int?)since + book + plain?.Length;

        public static IReadOnlyList<Book> Newest(Stock stock, int first = 2) => [.. stock.Books.Take(first)];

        [Cost(5)]
        [ListSize(AssumedSize = 7, SlicingArguments = ["count"])]
        public static IReadOnlyList<Book> Some(Stock stock, int? count) => [.. stock.Books.Take(count ?? 1)];

        public static string Kinds(
            int[]? array,
            List<int>? list,
            ISet<Binding>? set,
            IReadOnlyList<IReadOnlyList<int?>>? nested,
            IReadOnlyList<int>? one,
            TimeSpan? span,
            Guid? id,
            DateTime? at,
            DateOnly? day,
            decimal? exact,
            short small = 1)
        {
            var lists = (nested ?? []).Select(inner => string.Join(',', inner));
            return string.Join(
                '|',
                string.Join(',', array ?? []),
                string.Join(',', list ?? []),
                string.Join(',', set ?? new HashSet<Binding>()),
                string.Join(';', lists),
                string.Join(',', one ?? []),
                string.Create(CultureInfo.InvariantCulture, $"{span}|{id?.ToString("n").TrimStart('0')}|{at:s}|{day:yyyy-MM-dd}|{exact}|{small}"));
        }

        public static string Caller([GlobalState] string caller) => caller;

        public static string Fail() => throw new InvalidOperationException("secret");

        private static bool Lets(BookFilter? filter, Book book) =>
            filter is null
            || ((filter.Title ?? book.Title) == book.Title
                && (filter.Binding ?? book.Binding) == book.Binding
                && (book.Pages ?? 0) >= filter.MinPages);
    }

    /// <summary>Made anew for each call, of services.</summary>
    [QueryType]
    public sealed class InstanceQueries(Stock stock)
    {
        public int Stocked => stock.Books.Count;
    }

    [QueryType]
    public sealed class PlainQueries
    {
        public static int Constant => 1;

        public string Plain() => ToString()!.Split('+')[^1] == nameof(PlainQueries) ? "plain" : "";
    }

    [MutationType]
    public static class Mutations
    {
        public static Review AddReview(ReviewInput review) => new(review.Text, review.Stars, review.Meta);
    }

    [SubscriptionType]
    public static class Subscriptions
    {
        [Subscribe]
        public static async IAsyncEnumerable<Book> BookSold(int times, Stock stock)
        {
            foreach (var book in stock.Books.Take(times))
            {
                await Task.Yield();
                yield return book;
            }
        }

        [Subscribe(With = nameof(Ticks))]
        public static string OnTick([EventMessage] int tick, string prefix) => prefix + tick;

        [GraphQLIgnore]
        public static async IAsyncEnumerable<int> Ticks(int count)
        {
            for (var i = 0; i < count; i++)
            {
                await Task.Yield();
                yield return i;
            }
        }
    }

    [ObjectType<Book>]
    [Node]
    public static class BookFields
    {
        [NodeResolver]
        public static Book? Find(int id, Stock stock) => stock.Books.Find(book => book.Id == id);

        [BindMember(nameof(Book.AuthorId))]
        public static Task<Author?> GetAuthorAsync([Parent] Book book, DataLoader<int, Author> authorById, CancellationToken cancellationToken) =>
            authorById.LoadAsync(book.AuthorId, cancellationToken);

        public static async Task<int> GetRankAsync([Parent] Book book, RankLoader ranks) => await ranks.LoadAsync(book.Id);

        /// <summary>Whether it has more pages than that.</summary>
        public static bool IsLong([Parent] Book book) => book.Pages > 200;

        public static IReadOnlyList<int> Ids([Parent] Book book) => [book.Id];
    }

    [ObjectType<Author>]
    [Node]
    public static class AuthorFields
    {
        [DataLoader]
        public static Task<IReadOnlyDictionary<int, Author>> GetAuthorByIdAsync(IReadOnlyList<int> keys, Stock stock, CancellationToken cancellationToken)
        {
            stock.Calls.Add($"authors {string.Join(',', keys)}");
            return Task.FromResult<IReadOnlyDictionary<int, Author>>(keys.ToDictionary(key => key, key => new Author(key, $"Author {key}")));
        }

        [DataLoader]
        public static async Task<ILookup<int, Book>> GetBooksByAuthorAsync(IReadOnlyList<int> authors, Stock stock)
        {
            await Task.Yield();
            stock.Calls.Add($"books {string.Join(',', authors)}");
            return stock.Books.Where(book => authors.Contains(book.AuthorId)).ToLookup(book => book.AuthorId);
        }

        [NodeResolver]
        public static Author Find(int id) => new(id, $"Author {id}");

        public static async Task<IReadOnlyList<Book>> GetBooksAsync([Parent] Author author, DataLoader<int, Book[]> booksByAuthor) =>
            await booksByAuthor.LoadAsync(author.Id) ?? [];
    }

    public sealed class RankLoader(BatchScheduler batches, Stock stock) : BatchDataLoader<int, int>(batches)
    {
        protected override Task<IReadOnlyDictionary<int, int>> LoadBatchAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken)
        {
            stock.Calls.Add($"ranks {string.Join(',', keys)}");
            return Task.FromResult<IReadOnlyDictionary<int, int>>(keys.ToDictionary(key => key, key => key * 10));
        }
    }

    /// <summary>The state of a request of the caller.</summary>
    public static RequestState StateOf(string caller) => new RequestState().With(caller);

    /// <summary>A server of these annotated types, whose stock is the shop's.</summary>
    public static ServiceProvider Services(Type[] types)
    {
        var services = new ServiceCollection();
        services.AddScoped<Stock>();
        services.AddGraphQLServer().AddTypes(types).ModifyOptions(options => options.MaxDepth = 10);
        return services.BuildServiceProvider();
    }
}
