using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Auctions.Chaos.Machines;
using Auctions.Processes;

namespace Auctions.Chaos.Postgres.Tests.Machines;

/// <summary>A program in a network of its own notes and echoes what it is sent, as far as that gets through.</summary>
public sealed class PrivateNetworkTests : IAsyncLifetime, IAsyncDisposable
{
    // It calls the test, for a shell cannot listen.
    private const string Echo =
        "exec 2>/dev/null 3<>\"/dev/tcp/$0/$1\"; " +
        "while read -r -u 3 line; do echo \"$line\" >>\"$2\"; echo \"$line\" >&3; done";

    private static readonly TimeSpan Never = TimeSpan.FromMilliseconds(300);

    private readonly Workshop _workshop = new(keeps: false, _ => { });
    private PrivateNetwork _network = null!;
    private Process? _program;
    private Socket? _socket;
    private StreamReader? _reader;

    private string Notes => Path.Combine(_workshop.Folder, "notes");

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        _reader?.Dispose();
        _socket?.Dispose();
        _program?.Kill();
        _program?.Dispose();
        await _workshop.DisposeAsync();
    }

    [MachineFact(Needs.NetworkNamespaces)]
    public async Task A_cable_pulled_out_lets_nothing_through_until_it_is_back()
    {
        await ConnectAsync();
        await _network.CutAsync();
        var reply = SendAsync("cut");
        await AssertNoneAsync(reply);
        await _network.MendAsync();
        Assert.Equal("cut", await reply);
    }

    [MachineFact(Needs.NetworkNamespaces)]
    public async Task Requests_that_are_lost_do_not_reach_the_program_until_it_is_mended()
    {
        await ConnectAsync();
        await _network.LoseRequestsAsync();
        var reply = SendAsync("lost");
        await AssertNoneAsync(reply);
        Assert.False(File.Exists(Notes));
        await _network.MendAsync();
        Assert.Equal("lost", await reply);
    }

    [MachineFact(Needs.NetworkNamespaces)]
    public async Task Replies_that_are_lost_have_been_sent_all_the_same()
    {
        await ConnectAsync();
        await _network.LoseRepliesAsync();
        var reply = SendAsync("lost");
        await Until.TrueAsync(() => File.Exists(Notes), "the program has the request");
        await AssertNoneAsync(reply);
        await _network.MendAsync();
        Assert.Equal("lost", await reply);
    }

    [MachineFact(Needs.NetworkNamespaces | Needs.SocketKilling)]
    public async Task A_connection_that_is_reset_fails_at_once()
    {
        await ConnectAsync();
        var reply = SendAsync("echo");
        Assert.Equal("echo", await reply);
        Assert.Equal(1, await _network.ResetAsync(((IPEndPoint)_socket!.RemoteEndPoint!).Port));
        await Assert.ThrowsAsync<IOException>(() => _reader!.ReadLineAsync());
    }

    private static async Task AssertNoneAsync(Task<string?> reply)
    {
        await Task.WhenAny(reply, Task.Delay(Never));
        Assert.False(reply.IsCompleted);
    }

    private async Task ConnectAsync()
    {
        _network = _workshop.Own(await PrivateNetwork.MakeAsync());
        using var listener = new TcpListener(_network.Here, 0);
        listener.Start();
        string[] command =
        [
            .. _network.Prefix, "bash", "-c", Echo, $"{_network.Here}",
            $"{((IPEndPoint)listener.LocalEndpoint).Port}", Notes,
        ];
        _program = Process.Start(command[0], command[1..]);
        _socket = await listener.AcceptSocketAsync();
        _reader = new StreamReader(new NetworkStream(_socket));
    }

    private async Task<string?> SendAsync(string line)
    {
        await _socket!.SendAsync(System.Text.Encoding.UTF8.GetBytes($"{line}\n"));
        return await _reader!.ReadLineAsync();
    }
}
