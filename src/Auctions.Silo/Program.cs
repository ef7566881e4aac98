using Auctions.Silo;
using Auctions.Storage;
using Auctions.Telemetry;
using Microsoft.Extensions.Options;

// One line says what is wrong and what to do; a stack trace would bury it.
try
{
    await using var app = SiloSetup.Build(args);
    OwnPorts.Demand(app.Services.GetRequiredService<IOptions<SiloOptions>>().Value);
    Log.Starting(app.Logger, app.Services.GetRequiredService<IStore>().Description);
    await app.RunToEndAsync(failed => failed is OrleansLifecycleCanceledException);
    return 0;
}
catch (Exception refused) when (
    refused is StorageException or OptionsValidationException or InvalidOperationException or IOException
        or InvalidDataException or OrleansException)
{
    await Console.Error.WriteLineAsync($"The silo cannot start: {refused.Message}");
    return 1;
}
