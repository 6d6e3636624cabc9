using Correlator.Ingest;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Correlator.Tests.Ingest;

public sealed class TenantResolverTests
{
    [Fact]
    public void Resolve_NoTokenConfigured_IsTheLocalTenant() => Resolver(null).Resolve(new HeaderDictionary()).ShouldBe(1);

    [Theory]
    [InlineData("Authorization", "Bearer s3cret", 1)]
    [InlineData("Authorization", "bearer s3cret", 1)]
    [InlineData("x-api-key", "s3cret", 1)]
    [InlineData("Authorization", "Bearer other", null)]
    [InlineData("Authorization", "s3cret", null)]
    [InlineData("Authorization", "Basic s3cret", null)]
    [InlineData("x-api-key", "", null)]
    public void Resolve_TokenConfigured_IsAskedFor(string header, string value, int? tenant) =>
        Resolver("s3cret").Resolve(new HeaderDictionary { [header] = value }).ShouldBe(tenant);

    private static TenantResolver Resolver(string? token) => new(Options.Create(new AuthOptions { Token = token }));
}
