using System.Text;

namespace Auctions.Storage.Postgres;

/// <summary>The SQL files in this assembly.</summary>
internal static class Script
{
    /// <summary>The text of a file under <c>Migrations</c> or <c>Statements</c>, named without its ending.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(Script).Assembly.GetManifestResourceStream($"postgres/{name}")
            ?? throw new InvalidOperationException($"The script {name} is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
