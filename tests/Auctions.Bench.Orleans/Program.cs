using Auctions.Bench.Cluster;

return await ClusterCommands.RunAsync(args);
