using System.Diagnostics.Metrics;
using Correlator.Ingest;
using Correlator.Ingest.Access;
using Correlator.Storage.Access;
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
    public async Task Resolve_WrongTokenWhereNoneIsNeeded_IsNotTakenForTheLocalTenant() =>
        (await ResolveAsync(new AuthOptions(), new HeaderDictionary { ["x-api-key"] = "other" }, TokenScopes.Ingest)).Verdict.ShouldBe(AccessVerdict.Unauthenticated);

    [Fact]
    public async Task Resolve_ValidTokenWithoutTheScope_IsForbidden() =>
        (await ResolveAsync(new AuthOptions(), new HeaderDictionary { ["x-api-key"] = "good" }, TokenScopes.Read)).Verdict.ShouldBe(AccessVerdict.Forbidden);

    [Fact]
    public async Task Resolve_Refusals_AreCountedByReason()
    {
        var counted = new List<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, listening) => { if (instrument.Name == "correlator.ingest.refused_access") { listening.EnableMeasurementEvents(instrument); } } };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            lock (counted)
            {
                counted.Add($"{count} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}");
            }
        });
        listener.Start();

        await ResolveAsync(new AuthOptions(), new HeaderDictionary { ["x-api-key"] = "unheard-of" }, TokenScopes.Ingest, Door.Firehose);
        await ResolveAsync(new AuthOptions(), new HeaderDictionary { ["x-api-key"] = "good" }, TokenScopes.Read, Door.Firehose);

        lock (counted)
        {
            // Other tests count beside this one, by another door.
            counted.Where(line => line.Contains("firehose", StringComparison.Ordinal)).ShouldBe(["1 firehose token", "1 firehose scope"]);
        }
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
        return await new TenantResolver(Options.Create(options), (text, _) => new(table.Find(text, time)), refusals).ResolveAsync(ShownToken.In(headers), needed, door ?? Door.Http, CancellationToken.None);
    }
}
