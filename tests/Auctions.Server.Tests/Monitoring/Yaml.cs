using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Auctions.Server.Tests.Monitoring;

/// <summary>Reads YAML whose fields are all known.</summary>
internal static class Yaml
{
    private static readonly IDeserializer Fields = new DeserializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .WithDuplicateKeyChecking()
        .Build();

    public static T Read<T>(string path) => Fields.Deserialize<T>(File.ReadAllText(path));
}
