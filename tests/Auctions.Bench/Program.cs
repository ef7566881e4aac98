using Auctions.Bench;

return await Commands.RunAsync(args);
