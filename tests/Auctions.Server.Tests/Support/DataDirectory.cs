namespace Auctions.Server.Tests.Support;

/// <summary>A data directory of one test.</summary>
public sealed class DataDirectory : IDisposable, IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("auctions-server-");

    public string Path => _directory.FullName;

    public void Dispose() => _directory.Delete(recursive: true);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
