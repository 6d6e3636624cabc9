using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Correlator.Tests.Architecture;

/// <summary>Reads from a compiled assembly what each of its types uses, so that neither an alias nor a fully qualified name hides anything.</summary>
internal sealed class AssemblyScanner
{
    private readonly PEReader _file;
    private readonly MetadataReader _reader;
    private readonly Dictionary<TypeName, (HashSet<TypeName> Uses, List<string> Texts)> _facts = [];

    private AssemblyScanner(PEReader file)
    {
        _file = file;
        _reader = file.GetMetadataReader();
    }

    public static IReadOnlyList<TypeFacts> Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var scanner = new AssemblyScanner(file);
        foreach (var handle in scanner._reader.TypeDefinitions)
        {
            scanner.Type(handle);
        }

        return [.. scanner._facts.Select(pair => new TypeFacts(pair.Key, pair.Value.Uses, pair.Value.Texts))];
    }

    private void Type(TypeDefinitionHandle handle)
    {
        var name = TypeCollector.NameOf(_reader, handle);
        if (!_facts.TryGetValue(name, out var facts))
        {
            _facts[name] = facts = ([], []);
        }

        var type = _reader.GetTypeDefinition(handle);
        var signatures = new TypeCollector(facts.Uses);
        Use(type.BaseType, signatures, facts.Texts);
        Attributes(type.GetCustomAttributes(), signatures, facts.Texts);
        foreach (var implemented in type.GetInterfaceImplementations())
        {
            Use(_reader.GetInterfaceImplementation(implemented).Interface, signatures, facts.Texts);
        }

        foreach (var parameter in type.GetGenericParameters())
        {
            foreach (var constraint in _reader.GetGenericParameter(parameter).GetConstraints())
            {
                Use(_reader.GetGenericParameterConstraint(constraint).Type, signatures, facts.Texts);
            }
        }

        foreach (var field in type.GetFields().Select(_reader.GetFieldDefinition))
        {
            field.DecodeSignature(signatures, null);
            Attributes(field.GetCustomAttributes(), signatures, facts.Texts);
            if (field.GetDefaultValue() is { IsNil: false } constant && _reader.GetConstant(constant) is { TypeCode: ConstantTypeCode.String } text)
            {
                facts.Texts.Add(_reader.GetBlobReader(text.Value) is { Length: > 0 } blob ? blob.ReadUTF16(blob.Length) : "");
            }
        }

        foreach (var method in type.GetMethods().Select(_reader.GetMethodDefinition))
        {
            method.DecodeSignature(signatures, null);
            Attributes(method.GetCustomAttributes(), signatures, facts.Texts);
            if (method.RelativeVirtualAddress != 0)
            {
                Body(_file.GetMethodBody(method.RelativeVirtualAddress), signatures, facts.Texts);
            }
        }
    }

    private void Body(MethodBodyBlock body, TypeCollector signatures, List<string> texts)
    {
        if (!body.LocalSignature.IsNil)
        {
            _reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(signatures, null);
        }

        foreach (var caught in body.ExceptionRegions.Where(region => region.Kind == ExceptionRegionKind.Catch))
        {
            Use(caught.CatchType, signatures, texts);
        }

        foreach (var token in IlScanner.Tokens(body.GetILReader()))
        {
            Use(token, signatures, texts);
        }
    }

    private void Attributes(CustomAttributeHandleCollection attributes, TypeCollector signatures, List<string> texts)
    {
        foreach (var attribute in attributes)
        {
            Use(_reader.GetCustomAttribute(attribute).Constructor, signatures, texts);
        }
    }

    private void Use(Handle token, TypeCollector signatures, List<string> texts)
    {
        if (token.IsNil)
        {
            return;
        }

        switch (token.Kind)
        {
            case HandleKind.UserString:
                texts.Add(_reader.GetUserString((UserStringHandle)token));
                break;
            case HandleKind.TypeDefinition:
                signatures.GetTypeFromDefinition(_reader, (TypeDefinitionHandle)token, 0);
                break;
            case HandleKind.TypeReference:
                signatures.GetTypeFromReference(_reader, (TypeReferenceHandle)token, 0);
                break;
            case HandleKind.TypeSpecification:
                signatures.GetTypeFromSpecification(_reader, null, (TypeSpecificationHandle)token, 0);
                break;
            case HandleKind.MethodDefinition:
                Use(_reader.GetMethodDefinition((MethodDefinitionHandle)token).GetDeclaringType(), signatures, texts);
                break;
            case HandleKind.FieldDefinition:
                Use(_reader.GetFieldDefinition((FieldDefinitionHandle)token).GetDeclaringType(), signatures, texts);
                break;
            case HandleKind.MethodSpecification:
                var specification = _reader.GetMethodSpecification((MethodSpecificationHandle)token);
                specification.DecodeSignature(signatures, null);
                Use(specification.Method, signatures, texts);
                break;
            case HandleKind.MemberReference:
                Member(_reader.GetMemberReference((MemberReferenceHandle)token), signatures, texts);
                break;
        }
    }

    private void Member(MemberReference member, TypeCollector signatures, List<string> texts)
    {
        Use(member.Parent, signatures, texts);
        if (member.GetKind() == MemberReferenceKind.Method)
        {
            member.DecodeMethodSignature(signatures, null);
        }
        else
        {
            member.DecodeFieldSignature(signatures, null);
        }
    }
}
