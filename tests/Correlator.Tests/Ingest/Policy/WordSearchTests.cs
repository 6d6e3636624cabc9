using System.Text;
using Correlator.Ingest.Policy;
using Correlator.Tests.Ingest.Wire.Oracle;

namespace Correlator.Tests.Ingest.Policy;

public sealed class WordSearchTests
{
    [Theory]
    [InlineData("secret")]
    [InlineData("my SECRET is")]
    [InlineData("xsecret")]
    [InlineData("secrsecret")]
    [InlineData("sk-")]
    internal void IsIn_WordInEitherCase_IsFound(string text) =>
        new WordSearch(["secret", "sk-", "access_key"]).IsIn(Encoding.UTF8.GetBytes(text)).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("secre")]
    [InlineData("ecret")]
    [InlineData("access-key")]
    [InlineData("sécret ÿÿ sk")]
    internal void IsIn_NoWord_IsNotFound(string text) => new WordSearch(["secret", "sk-", "access_key"]).IsIn(Encoding.UTF8.GetBytes(text)).ShouldBeFalse();

    [Fact]
    public void IsIn_RandomWordsAndText_SaysWhatASearchForEachSays() => Cases.Check((random, size) =>
    {
        var words = Enumerable.Range(0, random.Next(1, 12)).Select(_ => Letters(random, random.Next(2, 8))).ToArray();
        var text = Letters(random, random.Next(0, 20 + size));

        var isThere = words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

        new WordSearch(words).IsIn(Encoding.ASCII.GetBytes(text)).ShouldBe(isThere, $"{text}: {string.Join(' ', words)}");
    }, count: 500);

    /// <summary>Of few letters, so that words are found often and nearly found oftener.</summary>
    private static string Letters(Random random, int length) => new([.. Enumerable.Range(0, length).Select(_ => "abcA_"[random.Next(5)])]);
}
