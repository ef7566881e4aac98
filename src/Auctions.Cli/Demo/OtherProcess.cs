using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Auctions.Cli.Demo;

/// <summary>
/// A process of this machine by its id, until it ends: one that gets the same id later is another one. One that has
/// ended and waits for its parent to notice is gone, too.
/// </summary>
internal sealed class OtherProcess
{
    private const int StateField = 0, StartField = 19;

    private readonly int _id;
    private readonly string? _started;

    public OtherProcess(int id)
    {
        _id = id;
        _started = StartOf(id);
    }

    public bool IsGone => _started is null || StartOf(_id) != _started;

    // Null: it is gone. Where there is no /proc the time is as good as a start's ticks.
    private static string? StartOf(int id) => OperatingSystem.IsLinux() ? StartInProc(id) : StartByQuery(id);

    private static string? StartInProc(int id)
    {
        try
        {
            var line = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));

            // The second field is the program's name in brackets, with whatever it holds.
            var fields = line[(line.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return fields[StateField] is "Z" or "X" ? null : fields[StartField];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? StartByQuery(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.HasExited ? null : process.StartTime.ToString("O", CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
