using Microsoft.Extensions.Configuration;

namespace Auctions.Storage.Secrets;

/// <summary>Puts secrets from files into a configuration.</summary>
public static class SecretSetup
{
    /// <summary>
    /// Adds the files of the directory that the configuration names, if it names one. They go before what was added
    /// until now; what shall go before them is added afterwards.
    /// </summary>
    /// <exception cref="InvalidOperationException">They cannot be read; the message says what to do.</exception>
    public static void AddSecretFiles(this IConfigurationManager configuration)
    {
        if (configuration[SecretFiles.DirectoryKey] is { Length: > 0 } directory)
        {
            configuration.Add(new SecretFiles(directory));
        }
    }
}
