using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Correlator.GraphQL.Annotations;

namespace Correlator.GraphQL.Building;

/// <summary>Descriptions: what an attribute says, or the documentation file that the compiler writes beside the assembly.</summary>
internal sealed partial class XmlDocumentation
{
    private readonly Dictionary<Assembly, Dictionary<string, XElement>> _files = [];

    public string? Of(Type type) => Given(type) ?? Text(Member(type)?.Element("summary"));

    public string? Of(MemberInfo member)
    {
        if (Given(member) is { } given)
        {
            return given;
        }

        var node = Member(member) ?? Inherited(member);
        var summary = Text(node?.Element("summary")) ?? (member is PropertyInfo ? Parameter(Member(member.DeclaringType!), member.Name) : null);
        var returns = member is MethodInfo ? Text(node?.Element("returns")) : null;
        return returns is null ? summary : summary is null ? $"**Returns:** {returns}" : $"{summary}\n\n**Returns:** {returns}";
    }

    public string? Of(ParameterInfo parameter) => Given(parameter) ?? Parameter(Member(parameter.Member) ?? Inherited(parameter.Member), parameter.Name!);

    private static string? Parameter(XElement? node, string name) =>
        Text(node?.Elements("param").FirstOrDefault(element => element.Attribute("name")?.Value == name));

    private static string? Given(ICustomAttributeProvider member) => member.Said<GraphQLDescriptionAttribute>()?.Description;

    private XElement? Inherited(MemberInfo member)
    {
        if (member.DeclaringType is not { } owner)
        {
            return null;
        }

        var above = owner.GetInterfaces().Concat(owner.BaseType is { } parent ? [parent] : []);
        return above.SelectMany(type => type.GetMember(member.Name)).Select(Member).FirstOrDefault(found => found is not null);
    }

    private XElement? Member(MemberInfo member)
    {
        var assembly = member.Module.Assembly;
        if (!_files.TryGetValue(assembly, out var file))
        {
            _files[assembly] = file = Load(assembly);
        }

        return file.GetValueOrDefault(XmlDocumentationId.Of(member)) is { } node && node.Element("inheritdoc") is null ? node : null;
    }

    private static Dictionary<string, XElement> Members(XDocument documentation) => documentation
        .Descendants("member")
        .Where(node => node.Attribute("name") is not null)
        .GroupBy(node => node.Attribute("name")!.Value)
        .ToDictionary(group => group.Key, group => group.First());

    private static Dictionary<string, XElement> Load(Assembly assembly)
    {
        var path = Path.ChangeExtension(assembly.Location, ".xml");
        try
        {
            return File.Exists(path) ? Members(XDocument.Load(path, LoadOptions.PreserveWhitespace)) : [];
        }
        catch (XmlException)
        {
            return [];
        }
    }

    /// <summary>The text of a description: code and references in backticks, lines joined, paragraphs kept.</summary>
    private static string? Text(XElement? element)
    {
        if (element is null)
        {
            return null;
        }

        var text = string.Concat(element.Nodes().Select(Plain));
        var paragraphs = text
            .Split("\n\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(paragraph => Space().Replace(paragraph, " "));
        return string.Join("\n\n", paragraphs) is { Length: > 0 } found ? found : null;
    }

    private static string Plain(XNode node) => node switch
    {
        XText text => Space().Replace(text.Value, " "),
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "para" or "list" or "item" } block => $"\n\n{string.Concat(block.Nodes().Select(Plain))}\n\n",
        XElement { Name.LocalName: "see" or "seealso" or "paramref" or "typeparamref" } reference =>
            reference.Value is { Length: > 0 } shown ? shown : Reference(reference),
        XElement other => string.Concat(other.Nodes().Select(Plain)),
        _ => "",
    };

    private static string Reference(XElement element)
    {
        var target = (element.Attribute("cref") ?? element.Attribute("langword") ?? element.Attribute("name") ?? element.Attribute("href"))?.Value ?? "";
        return element.Attribute("href") is not null ? target : $"`{target.Split('(')[0].Split(':', '.')[^1]}`";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
