using Auctions.Chaos;

return await Commands.RunAsync(args);
