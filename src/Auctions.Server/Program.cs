using Auctions.Server;
using Auctions.Storage;
using Auctions.Telemetry;
using Microsoft.Extensions.Options;

// One line says what is wrong and what to do; a stack trace would bury it.
try
{
    await using var app = ServerSetup.Build(args);
    Log.Starting(app.Logger, app.Services.GetRequiredService<IStore>().Description);
    if (app.Environment.IsDevelopment())
    {
        Log.DevelopmentHeader(app.Logger);
    }

    await app.RunToEndAsync();
    return 0;
}
catch (Exception refused) when (
    refused is StorageException or OptionsValidationException or InvalidOperationException or IOException
        or InvalidDataException)
{
    await Console.Error.WriteLineAsync($"OrleansAuctions cannot start: {refused.Message}");
    return 1;
}
