using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Correlator.Tests.Architecture;

/// <summary>Finds the tokens in the code of a method: the types, members and texts that it uses.</summary>
internal static class IlScanner
{
    private const byte TwoByteOpCode = 0xfe;
    private static readonly Dictionary<short, OperandType> Operands = typeof(OpCodes).GetFields()
        .Select(field => field.GetValue(null))
        .OfType<OpCode>()
        .ToDictionary(code => code.Value, code => code.OperandType);

    public static IEnumerable<Handle> Tokens(BlobReader code)
    {
        var tokens = new List<Handle>();
        while (code.RemainingBytes > 0)
        {
            short value = code.ReadByte();
            if (value == TwoByteOpCode)
            {
                value = unchecked((short)((TwoByteOpCode << 8) | code.ReadByte()));
            }

            switch (Operands[value])
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineType:
                case OperandType.InlineTok or OperandType.InlineSig or OperandType.InlineString:
                    tokens.Add(MetadataTokens.Handle(code.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    var targets = code.ReadInt32();
                    code.Offset += targets * 4;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    code.Offset += 8;
                    break;
                case OperandType.InlineBrTarget or OperandType.InlineI or OperandType.ShortInlineR:
                    code.Offset += 4;
                    break;
                case OperandType.InlineVar:
                    code.Offset += 2;
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    code.Offset += 1;
                    break;
            }
        }

        return tokens;
    }
}
