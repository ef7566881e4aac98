using Auctions.Core;
using Microsoft.Extensions.Logging;

namespace Auctions.Grains;

/// <summary>What calls between front ends and silos log. Never a maximum.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "View {Sequence} of auction {Auction} did not reach its stream: {Reason}")]
    public static partial void ViewLost(ILogger logger, AuctionId auction, long sequence, string reason);

    [LoggerMessage(2, LogLevel.Error, "The live views of auction {Auction} stopped; front ends ask instead.")]
    public static partial void PublisherFailed(ILogger logger, AuctionId auction, Exception failed);

    [LoggerMessage(3, LogLevel.Warning, "The stream of auction {Auction} cannot be subscribed now: {Reason}")]
    public static partial void SubscriptionFailed(ILogger logger, AuctionId auction, string reason);

    [LoggerMessage(4, LogLevel.Error, "A call to auction {Auction} failed as none should; its outcome is unknown.")]
    public static partial void CallBroken(ILogger logger, AuctionId auction, Exception failed);

    [LoggerMessage(5, LogLevel.Debug, "Auction {Auction}, which ends soon, could not be woken: {Reason}")]
    public static partial void WakeFailed(ILogger logger, AuctionId auction, string reason);

    [LoggerMessage(6, LogLevel.Debug, "Auction {Auction}, which is watched, did not answer: {Reason}")]
    public static partial void ViewUnanswered(ILogger logger, AuctionId auction, string reason);

    [LoggerMessage(
        7, LogLevel.Warning, "A connection was refused: the certificate {Subject} has expired at {NotAfter:u}.")]
    public static partial void ExpiredRefused(ILogger logger, string subject, DateTime notAfter);

    [LoggerMessage(
        8, LogLevel.Warning, "A connection was refused: the certificate {Subject}, signed by {Issuer}, is {Reasons}.")]
    public static partial void CertificateRefused(ILogger logger, string subject, string issuer, string reasons);

    [LoggerMessage(
        9,
        LogLevel.Information,
        "New connections use what Cluster:Tls holds now: certificate {Subject}, good until {NotAfter:u}.")]
    public static partial void CertificateExchanged(ILogger logger, string subject, DateTime notAfter);

    [LoggerMessage(
        10, LogLevel.Error, "What Cluster:Tls holds now cannot be used; the certificate of before stays. {Reason}")]
    public static partial void CertificateUnusable(ILogger logger, string reason);

    [LoggerMessage(
        11,
        LogLevel.Error,
        "The certificate {Subject} in {File} has expired at {NotAfter:u}: other processes refuse it. Replace the " +
        "file; no restart is needed.")]
    public static partial void CertificateExpired(ILogger logger, string file, string subject, DateTime notAfter);

    [LoggerMessage(
        12,
        LogLevel.Error,
        "The certificate {Subject} in {File} is not good by {Authority}: {Reasons}. Other processes may refuse it.")]
    public static partial void CertificateForeign(
        ILogger logger, string file, string subject, string authority, string reasons);

    [LoggerMessage(13, LogLevel.Warning, "The ledger of allowances does not answer: until it does, each front end " +
        "holds everybody to the whole limit by itself. {Reason}")]
    public static partial void LedgerSilent(ILogger logger, string reason);

    [LoggerMessage(14, LogLevel.Warning, "The cluster did not answer what was asked about a hot auction: {Reason}")]
    public static partial void RemedyUnanswered(ILogger logger, string reason);
}
