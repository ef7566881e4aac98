using System.Diagnostics;
using Auctions.Measuring;

namespace Auctions.Bench.Processes;

/// <summary>The programs of this repository, which are built side by side.</summary>
internal static class BuiltProgram
{
    /// <summary>How to start one, with nothing redirected yet.</summary>
    /// <param name="name">Name of its project.</param>
    /// <param name="arguments">Its command line.</param>
    /// <exception cref="MeasurementException">It is not built.</exception>
    public static ProcessStartInfo Start(string name, params IEnumerable<string> arguments)
    {
        var own = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var folder = Path.Combine(own.Parent!.Parent!.FullName, name, own.Name);
        var assembly = Path.Combine(folder, $"{name}.dll");
        if (!File.Exists(assembly))
        {
            throw new MeasurementException(
                $"There is no {assembly}; build the solution in the configuration {own.Name}.");
        }

        var dotnet = Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal)
            ? Environment.ProcessPath
            : "dotnet";
        return new ProcessStartInfo(dotnet, [assembly, .. arguments]) { WorkingDirectory = folder };
    }
}
