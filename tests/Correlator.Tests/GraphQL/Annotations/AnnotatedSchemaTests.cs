using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.DataLoading;
using Correlator.GraphQL.Paging;
using Correlator.GraphQL.Types;
using Correlator.Tests.Architecture;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.Tests.GraphQL.Annotations;

public sealed class AnnotatedSchemaTests
{
    private readonly ServiceProvider _services = Shop.Services(typeof(Shop).GetNestedTypes());

    private interface IUnannotated;

    [Fact]
    public void Schema_OfAnnotatedTypes_IsPrinted()
    {
        var sdl = SchemaPrinter.Print(_services.GetRequiredService<Schema>());
        var path = Repository.PathOf("tests", "Correlator.Tests", "GraphQL", "Annotations", "shop.graphql");
        if (Environment.GetEnvironmentVariable("CORRELATOR_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, sdl + "\n");
        }

        (sdl + "\n" == File.ReadAllText(path)).ShouldBeTrue(sdl);
    }

    [Fact]
    public void Schema_OfWrongTypes_TellsAllOfThemByMember()
    {
        var reasons = Should.Throw<SchemaException>(() => Shop.Services([typeof(Wrong), typeof(WrongLoader)]).GetRequiredService<Schema>()).Reasons;

        reasons.ShouldContain(reason => reason.Contains("Wrong.Nothing") && reason.Contains("returns a value"));
        reasons.ShouldContain(reason => reason.Contains("Wrong.Abstract") && reason.Contains("has no GraphQL type"));
        reasons.ShouldContain(reason => reason.Contains("Wrong.Unregistered") && reason.Contains("neither a registered service nor an input"));
        reasons.ShouldContain(reason => reason.Contains("Wrong.GetTwice") && reason.Contains("already"));
        reasons.ShouldContain(reason => reason.Contains("Wrong.Paged") && reason.Contains("returns a Connection<T> or a list"));
        reasons.ShouldContain(reason => reason.Contains("Wrong.Syntax") && reason.Contains("[Strin"));
        reasons.ShouldContain(reason => reason.Contains("WrongLoader.Load") && reason.Contains("[DataLoader]"));
        reasons.Count.ShouldBe(7, string.Join('\n', reasons));
    }

    [Fact]
    public void Schema_OfWrongLoaders_TellsAllOfThemByMember()
    {
        var reasons = Should.Throw<SchemaException>(() => Shop.Services([typeof(Ambiguous), typeof(TwoLoaders)]).GetRequiredService<Schema>()).Reasons;

        reasons.ShouldContain(reason => reason.Contains("Ambiguous.One") && reason.Contains("there are First, Second"));
        reasons.ShouldContain(reason => reason.Contains("TwoLoaders.GetSecondAsync(missing)") && reason.Contains("is no registered service"));
        reasons.ShouldContain(reason => reason.Contains("Ambiguous.Sized") && reason.Contains("[ListSize] names the argument count"));
        reasons.ShouldContain(reason => reason.Contains("Ambiguous.Cut") && reason.Contains("cut once more"));
        reasons.Count.ShouldBe(4, string.Join('\n', reasons));
    }

    [Fact]
    public void Schema_WithoutQueries_IsTold() =>
        Should.Throw<SchemaException>(() => Shop.Services([]).GetRequiredService<Schema>()).Message.ShouldContain("[QueryType]");

    [Fact]
    public void Schema_OfPropertiesAndOfMethodsOfTheParentAlone_ReadsWithoutResolvers()
    {
        var book = ((ObjectType)_services.GetRequiredService<Schema>().Types["Book"]).Fields;

        var computed = book.Values.Where(field => field.Resolver is null).Select(field => field.Name);
        computed.ShouldBe(["id", "title", "pages", "binding", "tags", "printed", "reading", "isLong", "ids"]);
        book.Values.ShouldAllBe(field => field.Resolver != null || field.Getter != null);
    }

    [Fact]
    public void Schema_OfListsWithLimits_WeighsThem()
    {
        var query = ((ObjectType)_services.GetRequiredService<Schema>().Types["Query"]).Fields;

        query["books"].AssumedSize.ShouldBe(1);
        query["books"].SizeArguments.ShouldBe(["first", "last"]);
        query["newest"].SizeArguments.ShouldBe(["first"]);
        query["some"].SizeArguments.ShouldBe(["count"]);
        query["some"].AssumedSize.ShouldBe(7);
        query["some"].Cost.ShouldBe(5);
        query["search"].SizeArguments.ShouldBeEmpty();
    }

    [QueryType]
    private static class Wrong
    {
        public static Task Nothing() => Task.CompletedTask;

        public static IUnannotated? Abstract() => null;

        public static int Unregistered(IUnannotated service) => service.GetHashCode();

        public static int Twice() => 2;

        public static int GetTwice() => 2;

        [UsePaging]
        public static int Paged() => 1;

        [GraphQLType("[Strin")]
        public static string Syntax() => "";
    }

    private static class WrongLoader
    {
        [DataLoader]
        public static int Load(IReadOnlyList<int> keys) => keys.Count;
    }

    [QueryType]
    private static class Ambiguous
    {
        public static int One(DataLoader<int, string> none) => none.GetHashCode();

        [ListSize(SlicingArguments = ["count"])]
        public static int[] Sized() => [];

        [UsePaging]
        public static int[] Cut(PagingArguments arguments) => [arguments.Size];
    }

    private static class TwoLoaders
    {
        [DataLoader]
        public static Task<Dictionary<int, string>> GetFirstAsync(IReadOnlyList<int> keys) => Task.FromResult(keys.ToDictionary(key => key, key => ""));

        [DataLoader]
        public static Task<Dictionary<int, string>> GetSecondAsync(IReadOnlyList<int> keys, IUnannotated missing) =>
            Task.FromResult(keys.ToDictionary(key => key, key => missing.ToString()!));
    }
}
