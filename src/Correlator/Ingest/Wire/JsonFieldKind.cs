namespace Correlator.Ingest.Wire;

/// <summary>How a field's JSON value is read and which wire form it takes. Arrays of any kind are repeated fields.</summary>
internal enum JsonFieldKind
{
    Text,
    HexId,
    Base64,
    Bool,
    EnumValue,
    Signed,
    Unsigned,
    ZigZag,
    Fixed32,
    Fixed64,
    SFixed64,
    Real,
    Message,
}
