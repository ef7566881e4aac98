using System.Reflection;

namespace Auctions.Bench.Peers;

/// <summary>The statements and scripts that lie beside the peers.</summary>
internal static class PeerText
{
    public static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
