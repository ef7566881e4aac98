using System.Collections.Frozen;

namespace Auctions.Core;

/// <summary>
/// ISO 4217 currencies and the number of digits behind the decimal point of each. Money itself is a <see cref="long"/>
/// in minor units (cents for USD, yen for JPY).
/// </summary>
public static class Currency
{
    /// <summary>Largest amount of money the engine accepts, in minor units.</summary>
    public const long AmountMax = 1_000_000_000_000_000;

    private const string NoDigits = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";

    private const string ThreeDigits = "BHD IQD JOD KWD LYD OMR TND";

    private const string TwoDigits =
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP " +
        "CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR " +
        "IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN " +
        "NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP " +
        "STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW ZWG";

    private static readonly FrozenDictionary<string, int> Digits =
        new[] { (NoDigits, 0), (TwoDigits, 2), (ThreeDigits, 3) }
            .SelectMany(group => group.Item1.Split(' ').Select(code => KeyValuePair.Create(code, group.Item2)))
            .ToFrozenDictionary();

    /// <summary>The amount itself: the edge checks what clients send, so another one is a bug.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below the least or above <see
    /// cref="AmountMax"/>.</exception>
    public static long Checked(long amount, long least)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(amount, least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(amount, AmountMax);
        return amount;
    }

    public static bool IsKnown(string code) => Digits.ContainsKey(code);

    /// <summary>Digits behind the decimal point: 2 for USD, 0 for JPY.</summary>
    /// <exception cref="KeyNotFoundException">The code is not <see cref="IsKnown">known</see>.</exception>
    public static int FractionDigits(string code) => Digits[code];
}
