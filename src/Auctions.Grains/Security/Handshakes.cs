using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Orleans.Connections.Security;

namespace Auctions.Grains.Security;

/// <summary>
/// Begins every connection of a cluster with what the files held within the last second: exchanged files count without
/// a restart, and are not read more often than that, however many connections are begun. Files that cannot be used,
/// such as a key that is not yet there for its certificate, leave what was before.
/// </summary>
internal sealed class Handshakes
{
    private static readonly TimeSpan ReadingPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SayingPause = TimeSpan.FromSeconds(1);

    private readonly ClusterTls _files;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private Credentials _current;
    private string? _complaint;
    private long _readAt;
    private long _saidAt;

    public Handshakes(ClusterTls files, TimeProvider time, ILogger<Handshakes> logger)
    {
        (_files, _time, _logger) = (files, time, logger);
        _readAt = time.GetTimestamp();
        _current = Credentials.Read(files);
        Warn(_current);
        Options = new TlsOptions
        {
            // Never used, for what the two below set goes before; without one of them nothing is built.
            LocalServerCertificateSelector = (_, _) => Current().Certificate,
            RemoteCertificateMode = RemoteCertificateMode.RequireCertificate,
            RemoteCertificateValidation = Judge,
            OnAuthenticateAsServer = (_, options) => Answer(
                (SslServerAuthenticationOptions)options.SslServerAuthenticationOptions),
            OnAuthenticateAsClient = (_, options) => Ask(
                (SslClientAuthenticationOptions)options.SslClientAuthenticationOptions),
        };
    }

    /// <summary>What Orleans is told.</summary>
    public TlsOptions Options { get; }

    /// <summary>Sets up the side that is called.</summary>
    internal void Answer(SslServerAuthenticationOptions options)
    {
        var current = Current();
        options.ServerCertificateSelectionCallback = null;
        options.ServerCertificateContext = current.Identity;
        options.ClientCertificateRequired = true;
        options.CertificateChainPolicy = current.Policy();

        // Whoever comes back is judged anew.
        options.AllowTlsResume = false;
        options.AllowRenegotiation = false;
    }

    private void Ask(SslClientAuthenticationOptions options)
    {
        var current = Current();
        options.ClientCertificateContext = current.Identity;
        options.CertificateChainPolicy = current.Policy();
        options.AllowTlsResume = false;
        options.AllowRenegotiation = false;
    }

    // Names are not looked at: members come and go at any address.
    private bool Judge(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if ((errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None)
        {
            return true;
        }

        if (!MaySay())
        {
            return false;
        }

        var reasons = chain?.ChainStatus.Select(status => $"{status.Status}").Distinct().ToList() ?? [];
        if (certificate.NotAfter.ToUniversalTime() < _time.GetUtcNow())
        {
            Log.ExpiredRefused(_logger, certificate.Subject, certificate.NotAfter.ToUniversalTime());
        }
        else
        {
            Log.CertificateRefused(
                _logger,
                certificate.Subject,
                certificate.Issuer,
                string.Join(", ", reasons.DefaultIfEmpty($"{errors}")));
        }

        return false;
    }

    // Whoever reaches the port can be refused as often as they like, and is not to fill the log.
    private bool MaySay()
    {
        var now = _time.GetTimestamp();
        var said = Interlocked.Read(ref _saidAt);
        return (said == 0 || _time.GetElapsedTime(said, now) >= SayingPause) &&
            Interlocked.CompareExchange(ref _saidAt, now, said) == said;
    }

    // Whoever reaches the port can begin as many handshakes as they like, and is not to have files read for each.
    private Credentials Current()
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            if (_time.GetElapsedTime(_readAt, now) < ReadingPause)
            {
                return _current;
            }

            _readAt = now;
            try
            {
                var read = Credentials.Read(_files, _current);
                _complaint = null;
                if (read != _current)
                {
                    _current = read;
                    Log.CertificateExchanged(
                        _logger, read.Certificate.Subject, read.Certificate.NotAfter.ToUniversalTime());
                    Warn(read);
                }
            }
            catch (InvalidOperationException unusable)
            {
                if (_complaint != unusable.Message)
                {
                    _complaint = unusable.Message;
                    Log.CertificateUnusable(_logger, unusable.Message);
                }
            }

            return _current;
        }
    }

    // Others will refuse it; a file with a better one may come at any time.
    private void Warn(Credentials read)
    {
        if (read.Certificate.NotAfter.ToUniversalTime() < _time.GetUtcNow())
        {
            Log.CertificateExpired(
                _logger, _files.CertificateFile, read.Certificate.Subject, read.Certificate.NotAfter.ToUniversalTime());
            return;
        }

        using var chain = new X509Chain { ChainPolicy = read.Policy() };
        foreach (var further in read.Identity.IntermediateCertificates)
        {
            chain.ChainPolicy.ExtraStore.Add(further);
        }

        if (!chain.Build(read.Certificate))
        {
            Log.CertificateForeign(
                _logger, _files.CertificateFile, read.Certificate.Subject, _files.AuthorityFile,
                string.Join(", ", chain.ChainStatus.Select(status => status.Status)));
        }
    }
}
