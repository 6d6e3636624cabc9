using System.Linq.Expressions;

namespace Correlator.GraphQL.Building;

/// <summary>Makes an object of the fields that were given for it; what was not given keeps the value that C# gives it.</summary>
internal sealed class InputObjectReader<T>
{
    private Func<IReadOnlyDictionary<string, object?>, T> _make = _ => throw new InvalidOperationException($"The reader of {typeof(T)} is not made yet.");

    public T Read(object? value) => value switch
    {
        T already => already,
        null => default!,
        _ => _make((IReadOnlyDictionary<string, object?>)value),
    };

    public void Compile(IReadOnlyList<InputMember> members, InputReaders readers)
    {
        var fields = Expression.Parameter(typeof(IReadOnlyDictionary<string, object?>), "fields");
        var made = Expression.Variable(typeof(T), "made");
        var constructor = InputMember.Constructor(typeof(T));
        var arguments = constructor?.GetParameters().Select(parameter =>
        {
            var member = members.FirstOrDefault(member => member.Parameter?.Position == parameter.Position);
            var absent = parameter.HasDefaultValue && parameter.DefaultValue is { } value
                ? Constant(value, parameter.ParameterType)
                : Expression.Default(parameter.ParameterType);
            return member is null ? absent : Expression.Condition(Has(fields, member), Value(fields, member, readers), absent);
        });
        var body = new List<Expression> { Expression.Assign(made, constructor is null ? Expression.New(typeof(T)) : Expression.New(constructor, arguments!)) };
        body.AddRange(members.Where(member => member.Parameter is null).Select(member =>
            Expression.IfThen(Has(fields, member), Expression.Assign(Expression.Property(made, member.Property), Value(fields, member, readers)))));
        body.Add(made);
        _make = Expression.Lambda<Func<IReadOnlyDictionary<string, object?>, T>>(Expression.Block([made], body), fields).Compile();
    }

    private static MethodCallExpression Has(ParameterExpression fields, InputMember member) =>
        Expression.Call(fields, typeof(IReadOnlyDictionary<string, object?>).GetMethod("ContainsKey")!, Expression.Constant(member.Name));

    private static InvocationExpression Value(ParameterExpression fields, InputMember member, InputReaders readers)
    {
        var reader = readers.Of(member.Property.PropertyType, member.Property, Naming.Shown(member.Property));
        return Expression.Invoke(Expression.Constant(reader), Expression.Property(fields, "Item", Expression.Constant(member.Name)));
    }

    private static Expression Constant(object value, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return Expression.Convert(Expression.Constant(plain.IsEnum ? Enum.ToObject(plain, value) : value), type);
    }
}
