namespace Correlator.GraphQL.Language;

/// <summary>Reads definitions of types and their extensions (specification, section 3).</summary>
internal sealed class TypeSystemParser(TokenReader tokens, ExecutableParser values)
{
    /// <summary>A definition whose keyword is the next token but a description.</summary>
    public DefinitionNode? Definition(string keyword) => keyword switch
    {
        "schema" => Schema(),
        "directive" => Directive(),
        "scalar" or "type" or "interface" or "union" or "enum" or "input" => Type(tokens.Current, false),
        _ => null,
    };

    public DefinitionNode Extension()
    {
        var start = tokens.Current;
        var ahead = tokens.Ahead();
        if (ahead is not { Kind: TokenKind.Name, Value: "schema" or "scalar" or "type" or "interface" or "union" or "enum" or "input" })
        {
            throw tokens.Unexpected(ahead);
        }

        tokens.ExpectKeyword("extend");
        if (!tokens.AcceptKeyword("schema"))
        {
            return Type(start, true);
        }

        var directives = values.Directives(true);
        var operations = tokens.OptionalMany(TokenKind.BraceLeft, Operation, TokenKind.BraceRight);
        return Extending(new SchemaDefinitionNode(directives, operations, true, null, tokens.From(start)), directives.Count + operations.Count);
    }

    private SchemaDefinitionNode Schema()
    {
        var start = tokens.Current;
        var description = values.Description();
        tokens.ExpectKeyword("schema");
        var directives = values.Directives(true);
        var operations = tokens.Many(TokenKind.BraceLeft, Operation, TokenKind.BraceRight);
        return new SchemaDefinitionNode(directives, operations, false, description, tokens.From(start));
    }

    private OperationTypeNode Operation()
    {
        var start = tokens.Current;
        var operation = values.Kind();
        tokens.Expect(TokenKind.Colon);
        var type = values.NamedType();
        return new OperationTypeNode(operation, type, tokens.From(start));
    }

    private DefinitionNode Type(Token start, bool isExtension)
    {
        var description = isExtension ? null : values.Description();
        var keyword = tokens.Expect(TokenKind.Name).Value;
        var name = values.Name();
        var interfaces = keyword is "type" or "interface" && tokens.AcceptKeyword("implements") ? tokens.Delimited(TokenKind.Ampersand, values.NamedType) : [];
        var directives = values.Directives(true);
        switch (keyword)
        {
            case "scalar":
                return Check(new ScalarTypeDefinitionNode(name, directives, isExtension, description, tokens.From(start)), 0);
            case "type":
                var fields = Fields();
                var type = new ObjectTypeDefinitionNode(name, interfaces, directives, fields, isExtension, description, tokens.From(start));
                return Check(type, interfaces.Count + fields.Count);
            case "interface":
                var interfaceFields = Fields();
                var contract = new InterfaceTypeDefinitionNode(name, interfaces, directives, interfaceFields, isExtension, description, tokens.From(start));
                return Check(contract, interfaces.Count + interfaceFields.Count);
            case "union":
                var types = tokens.Accept(TokenKind.EqualsSign) ? tokens.Delimited(TokenKind.Pipe, values.NamedType) : [];
                return Check(new UnionTypeDefinitionNode(name, directives, types, isExtension, description, tokens.From(start)), types.Count);
            case "enum":
                var enumValues = tokens.OptionalMany(TokenKind.BraceLeft, EnumValue, TokenKind.BraceRight);
                return Check(new EnumTypeDefinitionNode(name, directives, enumValues, isExtension, description, tokens.From(start)), enumValues.Count);
            default:
                var inputFields = tokens.OptionalMany(TokenKind.BraceLeft, InputValue, TokenKind.BraceRight);
                return Check(new InputObjectTypeDefinitionNode(name, directives, inputFields, isExtension, description, tokens.From(start)), inputFields.Count);
        }

        DefinitionNode Check(DefinitionNode definition, int parts) => isExtension ? Extending(definition, parts + directives.Count) : definition;
    }

    /// <summary>An extension that adds nothing is a mistake.</summary>
    private DefinitionNode Extending(DefinitionNode definition, int parts) => parts > 0 ? definition : throw tokens.Unexpected(tokens.Current);

    private IReadOnlyList<FieldDefinitionNode> Fields() => tokens.OptionalMany(TokenKind.BraceLeft, Field, TokenKind.BraceRight);

    private FieldDefinitionNode Field()
    {
        var start = tokens.Current;
        var description = values.Description();
        var name = values.Name();
        var arguments = tokens.OptionalMany(TokenKind.ParenLeft, InputValue, TokenKind.ParenRight);
        tokens.Expect(TokenKind.Colon);
        var type = values.Type();
        var directives = values.Directives(true);
        return new FieldDefinitionNode(name, arguments, type, directives, description, tokens.From(start));
    }

    private InputValueDefinitionNode InputValue()
    {
        var start = tokens.Current;
        var description = values.Description();
        var name = values.Name();
        tokens.Expect(TokenKind.Colon);
        var type = values.Type();
        var defaultValue = tokens.Accept(TokenKind.EqualsSign) ? values.Value(true) : null;
        var directives = values.Directives(true);
        return new InputValueDefinitionNode(name, type, defaultValue, directives, description, tokens.From(start));
    }

    private EnumValueDefinitionNode EnumValue()
    {
        var start = tokens.Current;
        var description = values.Description();
        if (tokens.Current is { Kind: TokenKind.Name, Value: "true" or "false" or "null" })
        {
            throw tokens.Error(tokens.Current, $"{tokens.Current.Described} is reserved and cannot be used for an enum value.");
        }

        var name = values.Name();
        var directives = values.Directives(true);
        return new EnumValueDefinitionNode(name, directives, description, tokens.From(start));
    }

    private DirectiveDefinitionNode Directive()
    {
        var start = tokens.Current;
        var description = values.Description();
        tokens.ExpectKeyword("directive");
        tokens.Expect(TokenKind.At);
        var name = values.Name();
        var arguments = tokens.OptionalMany(TokenKind.ParenLeft, InputValue, TokenKind.ParenRight);
        var isRepeatable = tokens.AcceptKeyword("repeatable");
        tokens.ExpectKeyword("on");
        var locations = tokens.Delimited(TokenKind.Pipe, DirectivePlace);
        return new DirectiveDefinitionNode(name, arguments, isRepeatable, locations, description, tokens.From(start));
    }

    private NameNode DirectivePlace()
    {
        var token = tokens.Current;
        var name = values.Name();
        return DirectiveLocation.IsKnown(name.Value) ? name : throw tokens.Unexpected(token);
    }
}
