using Correlator.GraphQL.Transport;

namespace Correlator.Tests.GraphQL.Transport;

public sealed class GraphQLServerOptionsTests
{
    [Fact]
    public void Violations_OfTheDefaults_AreNone() => new GraphQLServerOptions().Violations().ShouldBeEmpty();

    [Fact]
    public void Violations_OfWrongValues_AreToldAllAtOnceByName()
    {
        var options = new GraphQLServerOptions
        {
            MaxRequestBytes = 0,
            MaxSockets = -1,
            SocketKeepAlive = TimeSpan.Zero,
            AllowedOrigins = { "https://example.org", "example.org", "https://example.org/path" },
        };

        options.Violations().ShouldBe(
        [
            "MaxRequestBytes must be at least 1.",
            "MaxSockets must be at least 1.",
            "SocketKeepAlive must be positive.",
            "AllowedOrigins holds \"example.org\", which is no origin such as https://example.org.",
            "AllowedOrigins holds \"https://example.org/path\", which is no origin such as https://example.org.",
        ]);
    }
}
