using Correlator.GraphQL.Building;

namespace Correlator.Tests.GraphQL.Annotations;

public sealed class XmlDocumentationTests
{
    private readonly XmlDocumentation _documentation = new();

    private interface IDocumented
    {
        /// <summary>From above.</summary>
        int Inherited { get; }

        int Bare { get; }
    }

    [Fact]
    public void Of_Method_FindsItByItsParameters()
    {
        var many = typeof(Documented).GetMethod(nameof(Documented.Many))!;

        _documentation.Of(many).ShouldBe("Many, as `null` or `Int32` in `code`.\n\nMore of it.\n\n**Returns:** Nothing.");
        _documentation.Of(many.GetParameters()[0]).ShouldBe("The map.");
        _documentation.Of(many.GetParameters()[1]).ShouldBeNull();
    }

    [Fact]
    public void Of_Property_ComesFromAboveOrFromTheRecord()
    {
        _documentation.Of(typeof(Documented).GetProperty(nameof(Documented.Inherited))!).ShouldBe("From above.");
        _documentation.Of(typeof(Shop.Book).GetProperty(nameof(Shop.Book.Pages))!).ShouldBe("How long it is, in `pages`.");
        _documentation.Of(typeof(Documented).GetProperty(nameof(Documented.Bare))!).ShouldBeNull();
    }

    private sealed class Documented : IDocumented
    {
        /// <inheritdoc />
        public int Inherited => 1;

        public int Bare => 1;

        /// <summary>
        /// Many, as <see langword="null" /> or <see cref="int" />
        /// in <c>code</c>.
        /// <para>More of it.</para>
        /// </summary>
        /// <param name="map">The map.</param>
        /// <returns>Nothing.</returns>
        public static int[]? Many(IReadOnlyDictionary<string, List<int?>[]> map, int? other) => map.Count == other ? [] : null;
    }
}
