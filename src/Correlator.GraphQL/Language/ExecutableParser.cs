namespace Correlator.GraphQL.Language;

/// <summary>Reads operations, fragments, values and references to types (specification, section 2).</summary>
internal sealed class ExecutableParser(TokenReader tokens)
{
    public OperationDefinitionNode Operation()
    {
        var start = tokens.Current;
        if (tokens.Is(TokenKind.BraceLeft))
        {
            var selections = SelectionSet();
            return new OperationDefinitionNode(OperationType.Query, null, [], [], selections, null, tokens.From(start));
        }

        var description = Description();
        var operation = Kind();
        var name = tokens.Is(TokenKind.Name) ? Name() : null;
        var variables = tokens.OptionalMany(TokenKind.ParenLeft, VariableDefinition, TokenKind.ParenRight);
        var directives = Directives(false);
        var selectionSet = SelectionSet();
        return new OperationDefinitionNode(operation, name, variables, directives, selectionSet, description, tokens.From(start));
    }

    public OperationType Kind()
    {
        var token = tokens.Expect(TokenKind.Name);
        return token.Value switch
        {
            "query" => OperationType.Query,
            "mutation" => OperationType.Mutation,
            "subscription" => OperationType.Subscription,
            _ => throw tokens.Unexpected(token),
        };
    }

    public FragmentDefinitionNode Fragment()
    {
        var start = tokens.Current;
        var description = Description();
        tokens.ExpectKeyword("fragment");
        var name = FragmentName();
        tokens.ExpectKeyword("on");
        var type = NamedType();
        var directives = Directives(false);
        var selectionSet = SelectionSet();
        return new FragmentDefinitionNode(name, type, directives, selectionSet, description, tokens.From(start));
    }

    public StringValueNode? Description() => tokens.Is(TokenKind.Text) || tokens.Is(TokenKind.BlockText) ? Text() : null;

    public NameNode Name()
    {
        var token = tokens.Expect(TokenKind.Name);
        return new NameNode(token.Value!, tokens.From(token));
    }

    public NamedTypeNode NamedType()
    {
        var start = tokens.Current;
        return new NamedTypeNode(Name(), tokens.From(start));
    }

    public TypeNode Type()
    {
        var start = tokens.Current;
        TypeNode type;
        if (tokens.Accept(TokenKind.BracketLeft))
        {
            tokens.Descend();
            var inner = Type();
            tokens.Ascend();
            tokens.Expect(TokenKind.BracketRight);
            type = new ListTypeNode(inner, tokens.From(start));
        }
        else
        {
            type = NamedType();
        }

        return tokens.Accept(TokenKind.Bang) ? new NonNullTypeNode(type, tokens.From(start)) : type;
    }

    public IReadOnlyList<DirectiveNode> Directives(bool isConstant)
    {
        if (!tokens.Is(TokenKind.At))
        {
            return [];
        }

        var directives = new List<DirectiveNode>();
        while (tokens.Is(TokenKind.At))
        {
            var start = tokens.Expect(TokenKind.At);
            var name = Name();
            var arguments = Arguments(isConstant);
            directives.Add(new DirectiveNode(name, arguments, tokens.From(start)));
        }

        return directives;
    }

    public ValueNode Value(bool isConstant)
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.BracketLeft:
                tokens.Descend();
                var values = tokens.Any(TokenKind.BracketLeft, () => Value(isConstant), TokenKind.BracketRight);
                tokens.Ascend();
                return new ListValueNode(values, tokens.From(token));
            case TokenKind.BraceLeft:
                tokens.Descend();
                var fields = tokens.Any(TokenKind.BraceLeft, () => ObjectField(isConstant), TokenKind.BraceRight);
                tokens.Ascend();
                return new ObjectValueNode(fields, tokens.From(token));
            case TokenKind.IntNumber:
                tokens.Advance();
                return new IntValueNode(token.Value!, tokens.From(token));
            case TokenKind.FloatNumber:
                tokens.Advance();
                return new FloatValueNode(token.Value!, tokens.From(token));
            case TokenKind.Text or TokenKind.BlockText:
                return Text();
            case TokenKind.Name:
                tokens.Advance();
                return token.Value switch
                {
                    "true" => new BooleanValueNode(true, tokens.From(token)),
                    "false" => new BooleanValueNode(false, tokens.From(token)),
                    "null" => new NullValueNode(tokens.From(token)),
                    _ => new EnumValueNode(token.Value!, tokens.From(token)),
                };
            case TokenKind.Dollar when isConstant:
                tokens.Advance();
                throw tokens.Is(TokenKind.Name)
                    ? tokens.Error(token, $"Unexpected variable \"${tokens.Current.Value}\" in constant value.")
                    : tokens.Unexpected(token);
            case TokenKind.Dollar:
                return Variable();
            default:
                throw tokens.Unexpected(token);
        }
    }

    private StringValueNode Text()
    {
        var token = tokens.Current;
        tokens.Advance();
        return new StringValueNode(token.Value!, token.Kind == TokenKind.BlockText, tokens.From(token));
    }

    private ObjectFieldNode ObjectField(bool isConstant)
    {
        var start = tokens.Current;
        var name = Name();
        tokens.Expect(TokenKind.Colon);
        var value = Value(isConstant);
        return new ObjectFieldNode(name, value, tokens.From(start));
    }

    private VariableDefinitionNode VariableDefinition()
    {
        var start = tokens.Current;
        var description = Description();
        var variable = Variable();
        tokens.Expect(TokenKind.Colon);
        var type = Type();
        var defaultValue = tokens.Accept(TokenKind.EqualsSign) ? Value(true) : null;
        var directives = Directives(true);
        return new VariableDefinitionNode(variable, type, defaultValue, directives, description, tokens.From(start));
    }

    private VariableNode Variable()
    {
        var start = tokens.Expect(TokenKind.Dollar);
        return new VariableNode(Name(), tokens.From(start));
    }

    private SelectionSetNode SelectionSet()
    {
        var start = tokens.Current;
        tokens.Descend();
        var selections = tokens.Many(TokenKind.BraceLeft, Selection, TokenKind.BraceRight);
        tokens.Ascend();
        return new SelectionSetNode(selections, tokens.From(start));
    }

    private SelectionNode Selection() => tokens.Is(TokenKind.Spread) ? Spread() : Field();

    private FieldNode Field()
    {
        var start = tokens.Current;
        NameNode? alias = null;
        var name = Name();
        if (tokens.Accept(TokenKind.Colon))
        {
            alias = name;
            name = Name();
        }

        var arguments = Arguments(false);
        var directives = Directives(false);
        var selectionSet = tokens.Is(TokenKind.BraceLeft) ? SelectionSet() : null;
        return new FieldNode(alias, name, arguments, directives, selectionSet, tokens.From(start));
    }

    private SelectionNode Spread()
    {
        var start = tokens.Expect(TokenKind.Spread);
        var isConditional = tokens.AcceptKeyword("on");
        if (!isConditional && tokens.Is(TokenKind.Name))
        {
            var name = FragmentName();
            var spreadDirectives = Directives(false);
            return new FragmentSpreadNode(name, spreadDirectives, tokens.From(start));
        }

        var type = isConditional ? NamedType() : null;
        var directives = Directives(false);
        var selectionSet = SelectionSet();
        return new InlineFragmentNode(type, directives, selectionSet, tokens.From(start));
    }

    private NameNode FragmentName() => tokens.Current is { Kind: TokenKind.Name, Value: "on" } ? throw tokens.Unexpected(tokens.Current) : Name();

    private IReadOnlyList<ArgumentNode> Arguments(bool isConstant) =>
        tokens.OptionalMany(TokenKind.ParenLeft, () => Argument(isConstant), TokenKind.ParenRight);

    private ArgumentNode Argument(bool isConstant)
    {
        var start = tokens.Current;
        var name = Name();
        tokens.Expect(TokenKind.Colon);
        var value = Value(isConstant);
        return new ArgumentNode(name, value, tokens.From(start));
    }
}
