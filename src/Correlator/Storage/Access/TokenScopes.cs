namespace Correlator.Storage.Access;

/// <summary>What a token allows; a token may have several.</summary>
[Flags]
internal enum TokenScopes : short
{
    None = 0,

    /// <summary>Send telemetry.</summary>
    Ingest = 1,

    /// <summary>Ask for anything of the tenant.</summary>
    Read = 2,

    /// <summary>Change what people work with, such as the state of an incident; reading is part of it.</summary>
    Operate = 4,

    /// <summary>Everything of the tenant.</summary>
    Admin = 8,
}
