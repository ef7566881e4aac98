using System.IO.Pipes;
using System.Net.Sockets;
using Auctions.Storage.Secrets;
using Auctions.Testing;
using Microsoft.Extensions.Configuration;

namespace Auctions.Storage.Tests;

/// <summary>Configuration from a directory with a file for each key.</summary>
public sealed class SecretFilesTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("auctions-secrets-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_file_holds_the_value_of_the_key_in_its_name()
    {
        Write("Storage__Shards__0", "Host=a;Password=b=c\n");
        Write("Storage__Meta", "Host=meta\r\n");
        Write("Privacy__IdentityKeyFile", " kept as it is ");
        var read = Read();
        Assert.Equal("Host=a;Password=b=c", read["Storage:Shards:0"]);
        Assert.Equal("Host=meta", read["storage:meta"]);
        Assert.Equal(" kept as it is ", read["Privacy:IdentityKeyFile"]);
    }

    [Fact]
    public void They_go_before_what_was_there_and_behind_what_comes_after()
    {
        Write("Storage__Meta", "of the file");
        Write("Storage__Provider", "of the file");
        var configuration = new ConfigurationManager();
        configuration["Storage:Meta"] = "of the environment";
        configuration[SecretFiles.DirectoryKey] = _directory;
        configuration.AddSecretFiles();
        configuration.AddInMemoryCollection([new("Storage:Provider", "of the command line")]);
        Assert.Equal("of the file", configuration["Storage:Meta"]);
        Assert.Equal("of the command line", configuration["Storage:Provider"]);
    }

    [Fact]
    public void The_links_of_a_volume_of_Kubernetes_are_followed()
    {
        var version = Directory.CreateDirectory(Path.Combine(_directory, "..2026_05_01_12_00_00.123")).FullName;
        File.WriteAllText(Path.Combine(version, "Storage__Meta"), "Host=meta\n");
        Directory.CreateSymbolicLink(Path.Combine(_directory, "..data"), Path.GetFileName(version));
        File.CreateSymbolicLink(Path.Combine(_directory, "Storage__Meta"), "..data/Storage__Meta");
        var read = Read();
        Assert.Equal("Host=meta", read["Storage:Meta"]);
        Assert.Equal([SecretFiles.DirectoryKey, "Storage:Meta"], read.AsEnumerable()
            .Where(pair => pair.Value is not null).Select(pair => pair.Key).Order());
    }

    [Fact]
    public void A_directory_that_is_not_there_is_named()
    {
        var missing = Path.Combine(_directory, "missing");
        Assert.Contains(
            $"Secrets:Directory is {missing}", Assert.Throws<InvalidOperationException>(() => Read(missing)).Message);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        // A link to nowhere, for root may read everything else.
        var file = Path.Combine(_directory, "Storage__Meta");
        File.CreateSymbolicLink(file, "gone");
        Assert.Contains(
            $"The secret {file} cannot be read", Assert.Throws<InvalidOperationException>(() => Read()).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pipe_is_refused_and_not_waited_for(bool isLinked)
    {
        var named = Path.Combine(_directory, "Storage__Meta");
        var pipe = isLinked ? Path.Combine(_directory, "..data") : named;
        await NamedPipe.MakeAsync(pipe);
        if (isLinked)
        {
            File.CreateSymbolicLink(named, "..data");
        }

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Task.Run(() => Read()).WaitAsync(NamedPipe.Patience));
        Assert.StartsWith($"The secret {named} is no regular file", refused.Message, StringComparison.Ordinal);
        Assert.Contains("take it out of Secrets:Directory", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_is_refused()
    {
        var file = Path.Combine(_directory, "Storage__Meta");
        File.CreateSymbolicLink(file, "/dev/null");
        Assert.StartsWith(
            $"The secret {file} is no regular file",
            Assert.Throws<InvalidOperationException>(() => Read()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_that_a_process_has_open_is_refused()
    {
        var file = Path.Combine(_directory, "Storage__Meta");
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        File.CreateSymbolicLink(file, $"/proc/self/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}");
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Task.Run(() => Read()).WaitAsync(NamedPipe.Patience));
        Assert.StartsWith($"The secret {file} is no regular file", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_socket_is_refused()
    {
        var file = Path.Combine(_directory, "Storage__Meta");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(file));
        Assert.Contains(
            $"The secret {file} is no regular file",
            Assert.Throws<InvalidOperationException>(() => Read()).Message);
    }

    [Fact]
    public void A_directory_among_them_is_left_alone()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "Storage__Meta"));
        Write("Storage__Provider", "of the file");
        var read = Read();
        Assert.Null(read["Storage:Meta"]);
        Assert.Equal("of the file", read["Storage:Provider"]);
    }

    [Fact]
    public void A_file_that_is_far_too_large_is_refused_by_its_length()
    {
        // Longer than any text can be, and without a byte on the disk.
        var file = Path.Combine(_directory, "Storage__Meta");
        using (var sparse = File.Create(file))
        {
            sparse.SetLength(1L << 40);
        }

        Assert.StartsWith(
            $"The secret {file} is larger than 1024 KiB",
            Assert.Throws<InvalidOperationException>(() => Read()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_holds_an_empty_value()
    {
        Write("Storage__Meta", "");
        Assert.Equal("", Read()["Storage:Meta"]);
    }

    [Fact]
    public void Two_files_for_one_key_are_refused_without_telling_what_they_hold()
    {
        Write("Storage__Meta", "mellon");
        Write("storage__meta", "mellon");
        var message = Assert.Throws<InvalidOperationException>(() => Read()).Message;
        Assert.Contains("two files hold storage:meta", message, StringComparison.Ordinal);
        Assert.DoesNotContain("mellon", message, StringComparison.Ordinal);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_directory, name), text);

    private ConfigurationManager Read(string? directory = null)
    {
        var configuration = new ConfigurationManager();
        configuration[SecretFiles.DirectoryKey] = directory ?? _directory;
        configuration.AddSecretFiles();
        return configuration;
    }
}
