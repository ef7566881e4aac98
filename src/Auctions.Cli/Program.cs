using Auctions.Cli;

return await CommandTree.RunAsync(args, CommandContext.OfProcess());
