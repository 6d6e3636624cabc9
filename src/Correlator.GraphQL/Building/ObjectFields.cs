using System.Reflection;
using Correlator.GraphQL.Annotations;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Building;

/// <summary>Gives object and interface types their fields and interfaces.</summary>
internal sealed class ObjectFields(Problems problems, TypeMapper types, TypeScan scan, FieldMaker maker, NodeTypes nodes)
{
    public void Fill(Type runtime, ComplexType type)
    {
        Type[] above = [.. Above(runtime).Where(found => found.IsDefined(typeof(InterfaceTypeAttribute), false))];
        foreach (var found in above)
        {
            if (types.Output(new ClrReference(found, true, []), Naming.Shown(runtime)) is InterfaceType implemented)
            {
                type.Interfaces.Add(implemented);
            }
        }

        Type[] extensions = [.. above.Append(runtime).SelectMany(found => scan.Extensions.GetValueOrDefault(found, []))];
        var replaced = extensions.SelectMany(MemberScan.OfExtension).Select(member => member.GetCustomAttribute<BindMemberAttribute>()?.Member)
            .Concat(scan.Said<ObjectTypeAttribute>(runtime).SelectMany(said => said.IgnoreProperties))
            .Concat(scan.Said<ExtendObjectTypeAttribute>(runtime).SelectMany(said => said.IgnoreProperties)).OfType<string>().ToHashSet();
        if (type is ObjectType node && scan.Said<NodeAttribute>(runtime).FirstOrDefault() is { } said)
        {
            replaced.Add(said.IdField);
            nodes.Add(runtime, node, said, extensions);
        }

        foreach (var name in replaced.Where(name => runtime.GetMember(name, BindingFlags.Instance | BindingFlags.Public).Length == 0))
        {
            problems.Add(runtime, $"there is no property {name}.");
        }

        Add(type, MemberScan.OfObject(runtime).Where(member => !replaced.Contains(member.Name)), runtime);
        foreach (var extension in extensions)
        {
            Add(type, MemberScan.OfExtension(extension).Where(member => !member.IsDefined(typeof(NodeResolverAttribute))), runtime);
        }
    }

    /// <summary>Adds the members of a class to a root type.</summary>
    public void FillRoot(Type definition, ObjectType root, bool isSubscription)
    {
        if (!isSubscription)
        {
            Add(root, MemberScan.OfExtension(definition), null);
            return;
        }

        foreach (var method in MemberScan.OfExtension(definition).OfType<MethodInfo>().Where(method => method.IsDefined(typeof(SubscribeAttribute))))
        {
            Add(root, method, maker.Subscription(method));
        }
    }

    private static IEnumerable<Type> Above(Type type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            yield return parent;
        }

        foreach (var implemented in type.GetInterfaces().OrderBy(found => found.Name, StringComparer.Ordinal))
        {
            yield return implemented;
        }
    }

    private void Add(ComplexType type, IEnumerable<MemberInfo> members, Type? runtime)
    {
        foreach (var member in members)
        {
            var name = runtime is null ? null : type.Name;
            Add(type, member, member is MethodInfo method ? maker.Method(method, runtime, name) : maker.Property((PropertyInfo)member, runtime, name));
        }
    }

    private void Add(ComplexType type, MemberInfo member, FieldDefinition field)
    {
        if (!type.Fields.TryAdd(field.Name, field))
        {
            problems.Add(member, $"the type {type.Name} has a field {field.Name} already; [BindMember] replaces a property.");
        }
    }
}
