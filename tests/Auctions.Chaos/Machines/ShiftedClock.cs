using Auctions.Processes;

namespace Auctions.Chaos.Machines;

/// <summary>A wall clock of one process that is shifted while it runs, by a library loaded before all others.</summary>
internal sealed class ShiftedClock
{
    private const string Source = "shifted_clock.c";

    private readonly string _file;

    private ShiftedClock(string file, string library)
    {
        _file = file;
        Variables = [new("LD_PRELOAD", library), new("SHIFTED_CLOCK", file)];
    }

    /// <summary>The environment of the process.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Variables { get; }

    /// <summary>Builds the library in a folder; the clock is right at first.</summary>
    public static async Task<ShiftedClock> MakeAsync(string folder)
    {
        var source = Path.Combine(folder, Source);
        await using (var text = typeof(ShiftedClock).Assembly.GetManifestResourceStream(Source)
            ?? throw new InvalidOperationException($"{Source} is not in the assembly."))
        await using (var file = File.Create(source))
        {
            await text.CopyToAsync(file);
        }

        var library = Path.Combine(folder, "shifted_clock.so");
        await Command.RunAsync(["cc", "-shared", "-fPIC", "-O2", "-o", library, source]);
        var clock = new ShiftedClock(Path.Combine(folder, "shift"), library);
        clock.Shift(TimeSpan.Zero);
        return clock;
    }

    /// <summary>Has the clock be off by so much from now on, in whole seconds.</summary>
    public void Shift(TimeSpan by)
    {
        // In place: the process has the file mapped.
        using var file = new FileStream(_file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        file.Write(BitConverter.GetBytes((long)by.TotalSeconds));
    }
}
