using System.Security.Cryptography;

namespace Correlator.Storage.Access;

/// <summary>
/// What a token looks like: <c>cor_</c> and 40 random letters and digits (238 bits), so that it cannot be guessed,
/// and is known for what it is where it does not belong.
/// </summary>
internal static class TokenText
{
    /// <summary>Longer than any that is made or configured; what is longer still is not even hashed.</summary>
    public const int MaxLength = 256;

    private const string Start = "cor_";
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int RandomLength = 40;
    private const int PrefixLength = 10;

    public static string New() => Start + RandomNumberGenerator.GetString(Alphabet, RandomLength);

    /// <summary>By which people tell tokens apart: 6 of the random characters, which leave 202 bits to guess.</summary>
    public static string Prefix(string token) => token[..PrefixLength];

    /// <summary>Whether it may have been made here: worth a look into the database.</summary>
    public static bool IsOurs(string text) => text.Length == Start.Length + RandomLength && text.StartsWith(Start, StringComparison.Ordinal);
}
