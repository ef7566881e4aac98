using System.Diagnostics;
using Auctions.Chaos.Machines;

namespace Auctions.Chaos.Postgres.Tests.Machines;

/// <summary>A program that starts others to flush a file, whenever it is told to.</summary>
public sealed class SystemCallFaultTests : IDisposable
{
    private const string Flushes =
        "while read -r file; do dd if=/dev/zero of=\"$file\" count=1 conv=fdatasync 2>/dev/null; echo $?; done";

    private readonly Process _program = Process.Start(new ProcessStartInfo("bash", ["-c", Flushes])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    private readonly string _file = Path.GetTempFileName();

    public void Dispose()
    {
        _program.StandardInput.Close();
        _program.WaitForExit();
        _program.Dispose();
        File.Delete(_file);
    }

    [MachineFact(Needs.Strace)]
    public async Task Flushes_fail_only_while_the_fault_lasts()
    {
        Assert.Equal("0", await FlushAsync());
        await using (await BeginAsync("error=EIO"))
        {
            Assert.Equal("1", await FlushAsync());
        }

        Assert.Equal("0", await FlushAsync());
    }

    [MachineFact(Needs.Strace)]
    public async Task Flushes_are_slow_while_the_fault_lasts()
    {
        await using (await BeginAsync("delay_exit=300000"))
        {
            var waited = Stopwatch.StartNew();
            Assert.Equal("0", await FlushAsync());
            Assert.True(waited.ElapsedMilliseconds >= 300, $"It took {waited.Elapsed}.");
        }
    }

    private Task<SystemCallFault> BeginAsync(string fault) =>
        SystemCallFault.BeginAsync(() => [_program.Id], "fdatasync", fault);

    private async Task<string?> FlushAsync()
    {
        await _program.StandardInput.WriteLineAsync(_file);
        return await _program.StandardOutput.ReadLineAsync();
    }
}
