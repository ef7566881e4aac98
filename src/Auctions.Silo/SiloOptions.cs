using System.Net;
using Microsoft.Extensions.Options;

namespace Auctions.Silo;

/// <summary>Where a silo listens and how much it takes. Configuration section <c>Silo</c>.</summary>
public sealed class SiloOptions
{
    public const string Section = "Silo";

    /// <summary>
    /// The address at which other silos and front ends reach this one; by default <c>POD_IP</c>, else this machine.
    /// </summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Port for other silos.</summary>
    public int Port { get; set; } = 11111;

    /// <summary>Port for front ends.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>Above this use of the processors new calls are turned away, in percent; 0: never.</summary>
    public int SheddingCpuPercent { get; set; } = 95;

    /// <summary>Longest wait for grains to finish at a stop, in seconds.</summary>
    public int ShutdownSeconds { get; set; } = 120;

    /// <summary>Reads them.</summary>
    public void Bind(IConfiguration configuration)
    {
        Address = configuration["POD_IP"] is { Length: > 0 } pod ? pod : Address;
        configuration.GetSection(Section).Bind(this);
    }
}

/// <summary>Refuses options that cannot work, and says what to change.</summary>
internal sealed class SiloOptionsValidator : IValidateOptions<SiloOptions>
{
    public ValidateOptionsResult Validate(string? name, SiloOptions options)
    {
        var problems = new List<string>();
        if (!IPAddress.TryParse(options.Address, out var address) ||
            address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            problems.Add(
                $"Silo:Address is \"{options.Address}\"; set it to the IP address at which others reach this process.");
        }

        (string Name, int Port)[] ports = [("Port", options.Port), ("GatewayPort", options.GatewayPort)];
        problems.AddRange(ports
            .Where(port => port.Port is < 1 or > ushort.MaxValue)
            .Select(port => $"Silo:{port.Name} is {port.Port}; set it to a port from 1 to 65535."));
        if (options.Port == options.GatewayPort)
        {
            problems.Add("Silo:Port and Silo:GatewayPort are the same; set them to two ports.");
        }

        if (options.SheddingCpuPercent is < 0 or > 100)
        {
            problems.Add("Silo:SheddingCpuPercent is 0 (never) to 100.");
        }

        if (options.ShutdownSeconds < 1)
        {
            problems.Add("Silo:ShutdownSeconds is 1 or more.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
