using Correlator.Tests.Architecture;
using YamlDotNet.RepresentationModel;

namespace Correlator.Tests.Deployment;

/// <summary>A YAML file of the checkout, as plain maps and lists.</summary>
internal static class YamlFile
{
    public static YamlMappingNode Read(params string[] path)
    {
        var stream = new YamlStream();
        using var text = File.OpenText(Repository.PathOf(path));
        stream.Load(text);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    public static YamlMappingNode Map(this YamlMappingNode node, string key) => (YamlMappingNode)node.Children[key];

    public static string Text(this YamlMappingNode node, string key) => node.Children[key].ToString();

    public static bool Has(this YamlMappingNode node, string key) => node.Children.ContainsKey(key);

    public static IEnumerable<string> List(this YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var list) ? ((YamlSequenceNode)list).Select(item => item.ToString()) : [];

    public static IEnumerable<string> Keys(this YamlMappingNode node) => node.Children.Keys.Select(key => key.ToString());
}
