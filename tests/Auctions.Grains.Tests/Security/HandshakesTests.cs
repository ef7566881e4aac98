using System.Net.Security;
using Auctions.Grains.Security;
using Auctions.Processes;
using Auctions.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Grains.Tests.Security;

/// <summary>What handshakes are begun with while the files are exchanged.</summary>
public sealed class HandshakesTests : IDisposable
{
    private readonly ThrowawayAuthority _authority = ThrowawayAuthority.Make();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly MemberFiles _files;
    private readonly ClusterTls _tls;
    private readonly Handshakes _handshakes;

    public HandshakesTests()
    {
        _files = new MemberFiles(_authority, "before");
        var configuration = new ConfigurationBuilder().AddCommandLine([.. _files.Options]).Build();
        _tls = ClusterTls.In(configuration)!;
        _handshakes = new Handshakes(_tls, _time, NullLogger<Handshakes>.Instance);
    }

    public void Dispose()
    {
        _files.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public void Exchanged_files_are_read_a_second_later_and_not_for_each_handshake()
    {
        _files.Write(_authority.Sign("after"), _authority.Pem);
        Assert.Equal("CN=before", Shown());
        _time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Equal("CN=before", Shown());
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("CN=after", Shown());
        _files.Write(_authority.Sign("at last"), _authority.Pem);
        Assert.Equal("CN=after", Shown());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("CN=at last", Shown());
    }

    [Fact]
    public void Files_that_cannot_be_used_yet_leave_what_was_before_and_are_looked_at_again()
    {
        var after = _authority.Sign("after");
        _files.Write(after with { Key = "not yet" }, _authority.Pem);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("CN=before", Shown());
        _files.Write(after, _authority.Pem);
        Assert.Equal("CN=before", Shown());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("CN=after", Shown());
    }

    [Theory]
    [InlineData("CertificateFile")]
    [InlineData("KeyFile")]
    [InlineData("AuthorityFile")]
    public async Task A_pipe_is_refused_at_the_start_and_not_waited_for_later(string key)
    {
        var pipe = _files.Options.SkipWhile(option => option != $"--Cluster:Tls:{key}").ElementAt(1);
        await NamedPipe.MakeAsync(pipe);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Task.Run(() => Credentials.Read(_tls)).WaitAsync(NamedPipe.Patience));
        Assert.StartsWith($"{pipe} of Cluster:Tls is no regular file", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Write the PEM into a file", refused.Message, StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("CN=before", await Task.Run(Shown).WaitAsync(NamedPipe.Patience));
    }

    private string Shown()
    {
        var options = new SslServerAuthenticationOptions();
        _handshakes.Answer(options);
        return options.ServerCertificateContext!.TargetCertificate.Subject;
    }
}
