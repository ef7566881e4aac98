using Auctions.Server.Tests.Support;

namespace Auctions.Server.Tests.Secrecy;

/// <summary>One server on its own files.</summary>
internal sealed class WalkedServer : IWalkedHost
{
    private readonly string _data;
    private readonly string[] _options;
    private ServerProcess _process;
    private string _earlierLog = "";

    private WalkedServer(string data, string[] options, ServerProcess process) =>
        (_data, _options, _process) = (data, options, process);

    public Uri Url => _process.Url;

    public static async Task<WalkedServer> StartAsync(string data, string[] options) =>
        new(data, options, await ServerProcess.StartAsync(data, options));

    public string ReadLog() => _earlierLog + _process.ReadLog();

    public async Task CrashAsync()
    {
        await _process.KillAsync();
        _earlierLog = ReadLog();
        await _process.DisposeAsync();
        _process = await ServerProcess.StartAsync(_data, _options);
    }

    public async Task WhileUnwritableAsync(string auction, Func<Task> act)
    {
        using var shard = new Database(_data, Database.ShardOf(_data, auction));
        shard.Run("begin exclusive");
        await act();
        shard.Run("rollback");
    }

    public Task StopAsync() => _process.StopAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
