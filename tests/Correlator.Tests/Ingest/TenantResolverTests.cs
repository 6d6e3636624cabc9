using Correlator.Ingest;
using Correlator.Ingest.Access;
using Correlator.Storage.Access;
using Correlator.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Correlator.Tests.Ingest;

public sealed class TenantResolverTests
{
    private static readonly TokenHasher Hasher = TokenHasher.Of("a key of thirty-two characters, or more");

    [Fact]
    public async Task Resolve_NoTokenNeededNorShown_IsTheLocalTenantWithEveryScope()
    {
        var decision = await ResolveAsync(new AuthOptions(), new HeaderDictionary(), TokenScopes.Admin);

        decision.IsGranted(out var grant).ShouldBeTrue();
        grant.ShouldBe(Grant.Local);
    }

    [Theory]
    [InlineData("Authorization", "Bearer good", 7)]
    [InlineData("Authorization", "bearer   good ", 7)]
    [InlineData("x-api-key", "good", 7)]
    [InlineData("Authorization", "Bearer other", null)]
    [InlineData("Authorization", "Bearer goo", null)]
    [InlineData("Authorization", "good", null)]
    [InlineData("Authorization", "Basic good", null)]
    [InlineData("x-api-key", "", null)]
    [InlineData("x-api-key", "expired", null)]
    public async Task Resolve_TokenNeeded_MustBeShownAndValid(string header, string value, int? tenant)
    {
        var decision = await ResolveAsync(new AuthOptions { Required = true }, new HeaderDictionary { [header] = value }, TokenScopes.Ingest);

        (decision.Grant?.TenantId).ShouldBe(tenant);
        decision.Verdict.ShouldBe(tenant is null ? AccessVerdict.Unauthenticated : AccessVerdict.Granted);
    }

    [Fact]
    public async Task Resolve_WrongTokenWhereNoneIsNeeded_IsNotTakenForTheLocalTenant()
    {
        var wrong = new HeaderDictionary { ["x-api-key"] = "other" };

        var resolution = await ResolveAsync(new AuthOptions(), wrong, TokenScopes.Ingest);

        resolution.Verdict.ShouldBe(AccessVerdict.Unauthenticated);
    }

    [Fact]
    public async Task Resolve_ValidTokenWithoutTheScope_IsForbidden() =>
        (await ResolveAsync(new AuthOptions(), new HeaderDictionary { ["x-api-key"] = "good" }, TokenScopes.Read)).Verdict.ShouldBe(AccessVerdict.Forbidden);

    [Fact]
    public async Task Resolve_Refusals_AreCountedByReason()
    {
        using var refusals = new Measurements("correlator.ingest.refused_access");

        await ResolveAsync(new AuthOptions(), new HeaderDictionary { ["x-api-key"] = "unheard-of" }, TokenScopes.Ingest, Door.Firehose);
        await ResolveAsync(new AuthOptions(), new HeaderDictionary { ["x-api-key"] = "good" }, TokenScopes.Read, Door.Firehose);

        // Other tests count beside this one, by another door.
        refusals.All
            .Where(refusal => refusal.Tags.ContainsValue("firehose"))
            .Select(refusal => (refusal.Value, string.Join(' ', refusal.Tags.Values)))
            .ShouldBe([(1, "firehose token"), (1, "firehose scope")]);
    }

    [Fact]
    public void Messages_SayWhatToDo_AndTheSameForWhateverWasWrong()
    {
        AccessMessages.Of(AccessVerdict.Unauthenticated, TokenScopes.Ingest).ShouldContain("correlator token create --scope ingest");
        AccessMessages.Of(AccessVerdict.Forbidden, TokenScopes.Read).ShouldContain("scope read");
    }

    private static async Task<AccessDecision> ResolveAsync(AuthOptions options, HeaderDictionary headers, TokenScopes needed, Door? door = null)
    {
        using var services = new ServiceCollection().AddMetrics().AddSingleton<IntakeLimiter>().AddSingleton<IngestMetrics>().BuildServiceProvider();
        var time = TimeProvider.System;
        var table = new TokenTable(Hasher, 1,
        [
            new KnownToken(1, Hasher.Hash("good"), new Grant(7, TokenScopes.Ingest), null),
            new KnownToken(2, Hasher.Hash("expired"), new Grant(7, TokenScopes.Ingest), time.GetUtcNow()),
        ]);
        var refusals = new AccessRefusals(services.GetRequiredService<IngestMetrics>(), time, NullLogger<AccessRefusals>.Instance);
        var resolver = new TenantResolver(Options.Create(options), (text, _) => new(table.Find(text, time)), refusals);
        return await resolver.ResolveAsync(ShownToken.In(headers), needed, door ?? Door.Http, CancellationToken.None);
    }
}
