using Correlator.Storage.Access;

namespace Correlator.Tests.Storage.Access;

public sealed class TokenTests
{
    private static readonly TokenHasher Hasher = TokenHasher.Of("a key of thirty-two characters, or more");

    [Fact]
    public void New_TwoTokens_DifferAndAreKnownAsOurs()
    {
        var (one, other) = (TokenText.New(), TokenText.New());

        one.ShouldNotBe(other);
        TokenText.IsOurs(one).ShouldBeTrue();
        TokenText.Prefix(one).Length.ShouldBe(10);
        TokenText.IsOurs("cor_short").ShouldBeFalse();
    }

    [Fact]
    public void Hash_AnotherKey_IsAnotherHashAndKeyId()
    {
        var other = TokenHasher.Of("another key of thirty-two characters");

        other.Hash("token").ShouldNotBe(Hasher.Hash("token"));
        other.KeyId.ShouldNotBe(Hasher.KeyId);
        Hasher.Hash("token").ShouldBe(Hasher.Hash("token"));
    }

    [Fact]
    public void Find_TokenLongerThanAny_IsNotFoundNorHashed() =>
        new TokenTable(Hasher, 1, []).Find(new string('x', 100_000), TimeProvider.System).ShouldBeNull();

    [Fact]
    public void Find_LongTokenOfManyByteCharacters_IsFound()
    {
        var token = new string('€', TokenText.MaxLength);
        var known = new KnownToken(1, Hasher.Hash(token), new Grant(1, TokenScopes.Ingest), null);

        new TokenTable(Hasher, 1, [known]).Find(token, TimeProvider.System).ShouldBe(known);
    }

    [Fact]
    public void TakeUse_AfterUses_IsTrueOnce()
    {
        var token = new KnownToken(1, Hasher.Hash("token"), new Grant(1, TokenScopes.Ingest), null);
        token.Use();
        token.Use();

        token.TakeUse().ShouldBeTrue();
        token.TakeUse().ShouldBeFalse();
    }

    [Theory]
    [InlineData(TokenScopes.Ingest, TokenScopes.Ingest, true)]
    [InlineData(TokenScopes.Ingest, TokenScopes.Read, false)]
    [InlineData(TokenScopes.Read, TokenScopes.Ingest, false)]
    [InlineData(TokenScopes.Operate, TokenScopes.Read, true)]
    [InlineData(TokenScopes.Operate, TokenScopes.Ingest, false)]
    [InlineData(TokenScopes.Read, TokenScopes.Operate, false)]
    [InlineData(TokenScopes.Admin, TokenScopes.Ingest, true)]
    [InlineData(TokenScopes.Admin, TokenScopes.Operate, true)]
    [InlineData(TokenScopes.None, TokenScopes.Read, false)]
    [InlineData(TokenScopes.Ingest | TokenScopes.Read, TokenScopes.Read, true)]
    internal void Allow_EachScope_HasWhatItSays(TokenScopes had, TokenScopes needed, bool isAllowed) => had.Allow(needed).ShouldBe(isAllowed);

    [Fact]
    public void Validate_ShortKeyOrUnsendableToken_IsToldWithoutRepeatingIt()
    {
        var options = new AuthOptions { HashKey = "hunter2", Token = "päss wörd" };

        var failures = new AuthOptionsValidation().Validate(null, options).Failures.ShouldNotBeNull().ToArray();

        failures.Length.ShouldBe(2);
        failures.ShouldAllBe(failure => !failure.Contains("hunter2", StringComparison.Ordinal) && !failure.Contains("wörd", StringComparison.Ordinal));
    }
}
