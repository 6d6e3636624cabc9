namespace Correlator.GraphQL.Language;

/// <summary>Kinds of lexical tokens.</summary>
internal enum TokenKind
{
    StartOfFile,
    EndOfFile,
    Bang,
    Dollar,
    Ampersand,
    ParenLeft,
    ParenRight,
    Spread,
    Colon,
    EqualsSign,
    At,
    BracketLeft,
    BracketRight,
    BraceLeft,
    Pipe,
    BraceRight,
    Name,
    IntNumber,
    FloatNumber,
    Text,
    BlockText,
}
