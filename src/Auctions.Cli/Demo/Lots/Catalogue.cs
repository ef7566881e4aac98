namespace Auctions.Cli.Demo.Lots;

/// <summary>What the houses of the demo have to sell. All of it is invented.</summary>
internal static class Catalogue
{
    private const int MinorPerMajor = 100;

    /// <summary>What ordinary lots sell.</summary>
    public static IReadOnlyList<CatalogueItem> Ordinary { get; } =
    [
        .. InCents("USD",
        [
            ("Gentleman's steel chronograph, c. 1962, running", 1_850),
            ("Gold hunter-case pocket watch, engraved 1894", 920),
            ("Diver's watch with original box and papers, 1971", 2_600),
            ("Walnut lounge chair and ottoman, c. 1958", 3_200),
            ("Pair of brass desk lamps, American, 1930s", 380),
            ("Oak library card catalogue, sixty drawers", 1_400),
            ("Shaker side table, cherry, Ohio, c. 1840", 780),
            ("Field camera 4 x 5 in., mahogany, with three holders", 640),
            ("Rangefinder camera with 50 mm lens, 1955", 1_150),
            ("Archtop guitar, sunburst, 1949, in its case", 4_800),
            ("Flat-top guitar, spruce and rosewood, 1967", 2_900),
            ("Silver cornet in B flat, presentation engraving", 540),
            ("Set of six Cabernet magnums, Napa, 1994", 1_250),
            ("Navajo wool rug, eye-dazzler pattern, c. 1910", 1_700),
            ("Whaling scene, scrimshaw-style cast, framed", 160),
            ("Signed first edition, sea stories, New York 1931", 850),
            ("Lithograph of a night harbour, signed, 14/50", 720),
            ("Railroad station clock, double-faced", 990),
            ("Cast-iron garden bench, fern pattern", 430),
            ("Juke box, bubble-tube front, restored 2009", 5_600),
            ("Box of 112 glass negatives, street views", 310),
            ("Meteorite slice, etched, 214 g", 480),
        ]),
        .. InCents("EUR",
        [
            ("Biedermeier secretaire, cherry, Vienna, c. 1825", 2_400),
            ("Table clock with moon phase, Augsburg style", 1_350),
            ("Wrist watch, manual, enamel dial, Saxony, 1938", 3_100),
            ("Teak sideboard, Danish, sliding doors, 1961", 1_650),
            ("Set of four chrome cantilever chairs", 520),
            ("Colour woodcut \"Heron\", signed in pencil", 290),
            ("Etching after a view of Prague, 1741", 180),
            ("Grand cru red Burgundy, twelve bottles, 1996", 3_900),
            ("Sauternes, case of six, 1989", 870),
            ("Twin-lens reflex, 80 mm, with leather case", 340),
            ("Stereo viewer with 200 cards, walnut", 410),
            ("Violin, Mittenwald, c. 1880, with bow", 2_200),
            ("Accordion, mother-of-pearl, 96 basses", 460),
            ("Faience charger, blue and white, Delft, c. 1700", 1_100),
            ("Glass vase, iridescent, Bohemia, c. 1905", 680),
            ("Bronze of a running hound, on marble", 590),
            ("Kilim, Anatolia, 19th century, 310 x 160 cm", 950),
            ("Globe of the heavens, 33 cm, Berlin, c. 1890", 1_480),
            ("Enamel sign of a steamship line", 270),
            ("Herbarium in three volumes, pressed 1852-1860", 620),
            ("Concert zither in its case, Munich", 150),
        ]),
        .. InCents("GBP",
        [
            ("Ship's chronometer, two-day, gimballed, London", 3_600),
            ("Longcase clock, eight-day, oak, York, c. 1790", 1_200),
            ("Chesterfield sofa, oxblood leather", 880),
            ("Windsor armchair, yew and elm, c. 1800", 740),
            ("Campaign chest, teak, brass bound", 1_550),
            ("Vintage port, twelve bottles, 1970", 980),
            ("Single malt whisky, 30 years, sealed", 640),
            ("Concertina, 48 keys, rosewood ends", 1_300),
            ("Upright folding camera, brass and mahogany, 1887", 450),
            ("Pair of mezzotints, racehorses, maple frames", 360),
            ("Map of Yorkshire, hand-coloured, 1645", 520),
            ("Silver tea service, three pieces, Sheffield 1903", 830),
            ("Botanical plates, set of eight, 1820s", 390),
            ("Cricket bat signed by a touring side, 1934", 240),
            ("Model steam engine, horizontal, live steam", 570),
            ("Tweed-covered valve radio, 1936", 120),
            ("Georgian mahogany tea caddy", 210),
            ("Oil sketch of a fishing fleet at dawn", 1_900),
            ("Telescope, brass, three draws, on tripod", 690),
            ("Toy theatre with eleven plays, c. 1860", 330),
        ]),
        .. InYen(
        [
            ("Woodblock print, rain over a bridge, later edition", 85_000),
            ("Woodblock triptych, kabuki actors, 1858", 140_000),
            ("Tea bowl, black Raku ware, signed box", 320_000),
            ("Iron kettle for tea, hail pattern", 96_000),
            ("Lacquer writing box, autumn grasses", 410_000),
            ("Folding screen, six panels, cranes", 680_000),
            ("Koto, paulownia wood, with stands", 120_000),
            ("Single-lens reflex, 1959, with 58 mm lens", 54_000),
            ("Half-frame camera, boxed, 1963", 22_000),
            ("Automatic watch, 36,000 beats, 1969", 175_000),
            ("Tansu chest of two parts, zelkova", 260_000),
            ("Netsuke of a sleeping rat, boxwood", 190_000),
            ("Sake, aged twenty years, six bottles", 48_000),
            ("Bamboo flower basket, signed", 75_000),
            ("Indigo-dyed fireman's coat, Meiji", 155_000),
            ("Shamisen with ivory-coloured plectrum", 68_000),
            ("Celadon vase, chrysanthemum, 1930s", 110_000),
        ]),
    ];

    /// <summary>
    /// What headline lots sell: so dear that a step is small beside it, and hundreds of bidders find room for
    /// thousands of bids.
    /// </summary>
    public static IReadOnlyList<CatalogueItem> Headlines { get; } =
    [
        .. InCents("USD",
        [
            ("Evening sale: \"Harbour in Red\", oil on canvas, 1957", 4_200_000),
            ("Evening sale: racing car, two seats, raced 1961-1963", 5_500_000),
        ]),
        .. InCents("EUR",
        [
            ("Evening sale: violin, Cremona, c. 1720", 4_800_000),
            ("Evening sale: book of hours, Bruges, c. 1475", 3_900_000),
        ]),
        .. InCents("GBP",
        [
            ("Evening sale: view of the Thames by moonlight, 1834", 4_400_000),
            ("Evening sale: minute-repeating watch, the only one made", 3_800_000),
        ]),
        .. InYen(
        [
            ("Evening sale: pair of gold screens, pines in snow", 460_000_000),
        ]),
    ];

    private static IEnumerable<CatalogueItem> InCents(string currency, (string Title, int Estimate)[] items) =>
        items.Select(item => new CatalogueItem(item.Title, currency, (long)item.Estimate * MinorPerMajor));

    private static IEnumerable<CatalogueItem> InYen((string Title, int Estimate)[] items) =>
        items.Select(item => new CatalogueItem(item.Title, "JPY", item.Estimate));
}
