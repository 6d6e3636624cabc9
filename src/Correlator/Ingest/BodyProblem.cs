namespace Correlator.Ingest;

/// <summary>Why a request body could not be taken in.</summary>
internal enum BodyProblem
{
    None,

    /// <summary>More bytes than one request may have.</summary>
    TooLarge,

    /// <summary>The bytes in flight of all requests together are at their limit.</summary>
    Full,

    /// <summary>The sender took too long.</summary>
    Slow,

    /// <summary>The stream ended inside a message.</summary>
    Incomplete,

    /// <summary>Something follows the one message of a unary call.</summary>
    Excess,

    /// <summary>Not valid in the compression that it claims.</summary>
    Corrupt,
}
