namespace Auctions.Cli;

/// <summary>What a command's exit code says; the same for all commands.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The command could not do its work; standard error says why.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The command did its work, and what it checked does not hold.</summary>
    public const int Mismatch = 6;
}
