namespace Auctions.Bench.Tests.Support;

/// <summary>A test that needs a C compiler, which the scripts install if root runs them; else it is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CompilerFactAttribute : FactAttribute
{
    public CompilerFactAttribute()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        if (!Environment.IsPrivilegedProcess &&
            !path.Split(':').Any(directory => File.Exists(Path.Combine(directory, "cc"))))
        {
            Skip = "needs a C compiler: apt-get install -y --no-install-recommends gcc libc6-dev";
        }
    }
}
