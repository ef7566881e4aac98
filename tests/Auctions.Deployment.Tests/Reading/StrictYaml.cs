using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;

namespace Auctions.Deployment.Tests.Reading;

/// <summary>
/// Reads YAML into records as strictly as an API server: what a record does not have is refused, and so is a number
/// where text belongs; the message has the path.
/// </summary>
internal static partial class StrictYaml
{
    /// <summary>All documents of a text.</summary>
    public static IEnumerable<YamlMappingNode> Documents(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Select(document => document.RootNode).OfType<YamlMappingNode>();
    }

    /// <exception cref="FormatException">It is not of that type; the message says where and why.</exception>
    public static object? Read(YamlNode node, Type type, string path)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return node switch
        {
            YamlScalarNode scalar => ReadScalar(scalar, type, path),
            YamlSequenceNode list when IsGeneric(type, typeof(List<>)) => ReadList(list, type, path),
            YamlMappingNode map when IsGeneric(type, typeof(Dictionary<,>)) => ReadDictionary(map, type, path),
            YamlMappingNode map when type.IsClass && type != typeof(string) => ReadRecord(map, type, path),
            _ => throw new FormatException($"{path} is no {type.Name}."),
        };
    }

    private static object? ReadScalar(YamlScalarNode scalar, Type type, string path)
    {
        var text = scalar.Value ?? "";
        var isPlain = scalar.Style == YamlDotNet.Core.ScalarStyle.Plain;
        if (isPlain && Null().IsMatch(text))
        {
            return null;
        }

        if (type == typeof(IntOrText))
        {
            return new IntOrText(text);
        }

        if (type == typeof(string))
        {
            return !isPlain || !NoText().IsMatch(text)
                ? text
                : throw new FormatException($"{path} is {text}, which is no text; quote it.");
        }

        if (isPlain && type == typeof(int) && int.TryParse(text, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        return isPlain && type == typeof(bool) && bool.TryParse(text, out var yes)
            ? yes
            : throw new FormatException($"{path} is \"{text}\", which is no {type.Name}.");
    }

    private static IList ReadList(YamlSequenceNode list, Type type, string path)
    {
        var read = (IList)Activator.CreateInstance(type)!;
        foreach (var (index, item) in list.Children.Index())
        {
            read.Add(Read(item, type.GenericTypeArguments[0], $"{path}[{index}]"));
        }

        return read;
    }

    private static IDictionary ReadDictionary(YamlMappingNode map, Type type, string path)
    {
        var read = (IDictionary)Activator.CreateInstance(type)!;
        foreach (var (key, value) in map.Children)
        {
            read.Add($"{key}", Read(value, type.GenericTypeArguments[1], $"{path}.{key}"));
        }

        return read;
    }

    private static object ReadRecord(YamlMappingNode map, Type type, string path)
    {
        var read = Activator.CreateInstance(type)!;
        var properties = type.GetProperties().Where(property => property.CanWrite).ToDictionary(NameOf);
        foreach (var (key, value) in map.Children)
        {
            var property = properties.GetValueOrDefault($"{key}") ??
                throw new FormatException(
                    $"{path}.{key} is unknown; {type.Name} has {string.Join(", ", properties.Keys)}.");
            property.SetValue(read, Read(value, property.PropertyType, $"{path}.{key}"));
        }

        return read;
    }

    private static string NameOf(PropertyInfo property) =>
        property.GetCustomAttribute<YamlMemberAttribute>()?.Alias ??
        char.ToLowerInvariant(property.Name[0]) + property.Name[1..];

    private static bool IsGeneric(Type type, Type definition) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    [GeneratedRegex("^(null|~|)$")]
    private static partial Regex Null();

    // As YAML 1.1 has it, which is what kubectl reads.
    [GeneratedRegex("^(true|false|yes|no|on|off|[-+]?[0-9][0-9_]*([.][0-9]*)?(e[-+]?[0-9]+)?|0x[0-9a-f]+)$",
        RegexOptions.IgnoreCase)]
    private static partial Regex NoText();
}

/// <summary>A number, or the name of one, or a percentage.</summary>
internal sealed record IntOrText(string Text)
{
    public override string ToString() => Text;
}
