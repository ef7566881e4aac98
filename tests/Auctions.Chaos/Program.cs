using Auctions.Chaos;

foreach (var scenario in Catalogue.All)
{
    Console.WriteLine(scenario.Name);
}
