using Correlator.Correlation;
using Correlator.Detection;
using Correlator.GraphQL.Types;
using Correlator.Ingest;
using Correlator.Query;
using Correlator.Query.Graph;
using Correlator.Storage;
using Correlator.Tests.Architecture;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Correlator.Tests.Query;

/// <summary>
/// <c>docs/schema.graphql</c> is what the server serves, so that a change of it is seen. With <c>CORRELATOR_WRITE_DOCS=1</c> it is written anew.
/// </summary>
public sealed class ServedSchemaTests
{
    [Fact]
    public void Schema_IsTheOneInTheDocs()
    {
        var path = Repository.PathOf("docs", "schema.graphql");
        var served = SchemaPrinter.Print(Schema());
        if (Environment.GetEnvironmentVariable("CORRELATOR_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, served);
        }

        File.Exists(path).ShouldBeTrue();
        File.ReadAllText(path).ShouldBe(served, "CORRELATOR_WRITE_DOCS=1 dotnet test tests/Correlator.Tests --filter ServedSchemaTests writes the file anew");
    }

    /// <summary>The class of each field says what it is, so that whoever explores the schema is told.</summary>
    [Fact]
    public void Types_AreAllDescribed()
    {
        var types = Schema().Types.Values.Where(type =>
            type is ObjectType or InputObjectType && !type.Name.StartsWith("__", StringComparison.Ordinal) && type.Name is not ("Query" or "Subscription"));

        types.Where(type => type.Description is null).Select(type => type.Name).ShouldBeEmpty();
    }

    private static Schema Schema()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddIngest().AddStorage().AddCorrelation().AddDetection().AddQuery().AddLive().AddGraph();
        return builder.Build().Services.GetRequiredService<Schema>();
    }
}
