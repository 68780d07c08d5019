namespace Sluice.WMBus.Records;

/// <summary>Function field of a DIF: which of the period's values this is. EN 13757-3:2018, 6.3.</summary>
public enum Function
{
    /// <summary>Value at the moment of storage.</summary>
    Instantaneous = 0,

    /// <summary>Highest value of the period.</summary>
    Maximum = 1,

    /// <summary>Lowest value of the period.</summary>
    Minimum = 2,

    /// <summary>Value while an error was present.</summary>
    Error = 3,
}

/// <summary>Data field coding of a DIF: type and length of the data. EN 13757-3:2018, 6.3, low four bits.</summary>
public enum DataCoding
{
    None = 0, Integer8 = 1, Integer16 = 2, Integer24 = 3, Integer32 = 4, Real32 = 5, Integer48 = 6, Integer64 = 7,
    Selection = 8, Bcd2 = 9, Bcd4 = 10, Bcd6 = 11, Bcd8 = 12, Variable = 13, Bcd12 = 14, Special = 15,
}

/// <summary>Data information block: DIF and DIFEs. EN 13757-3:2018, 6.3.</summary>
/// <param name="Coding">Type and length of the data.</param>
/// <param name="Function">Instantaneous, maximum, minimum, or during error.</param>
/// <param name="StorageNumber">0 for the current value, higher for stored ones; 41 bits.</param>
/// <param name="Tariff">20 bits.</param>
/// <param name="Subunit">10 bits.</param>
public readonly record struct DataInformation(DataCoding Coding, Function Function, long StorageNumber, int Tariff, int Subunit)
{
    private const int MaximumExtensions = 10;

    /// <summary>Bytes of data that follow the value information; -1 when the data itself says (variable length).</summary>
    public int DataLength => Coding switch
    {
        DataCoding.None or DataCoding.Selection or DataCoding.Special => 0,
        DataCoding.Integer8 or DataCoding.Bcd2 => 1,
        DataCoding.Integer16 or DataCoding.Bcd4 => 2,
        DataCoding.Integer24 or DataCoding.Bcd6 => 3,
        DataCoding.Integer32 or DataCoding.Real32 or DataCoding.Bcd8 => 4,
        DataCoding.Integer48 or DataCoding.Bcd12 => 6,
        DataCoding.Integer64 => 8,
        _ => -1,
    };

    internal static bool TryRead(ref TelegramReader reader, out DataInformation info)
    {
        info = default;
        if (!reader.TryRead(out var dif)) return false;
        long storage = (dif >> 6) & 1;
        int tariff = 0, subunit = 0;
        var more = dif;
        for (var extension = 0; (more & 0x80) != 0; extension++)
        {
            if (extension == MaximumExtensions || !reader.TryRead(out more)) return false;
            storage |= (long)(more & 15) << (1 + (4 * extension));
            tariff |= ((more >> 4) & 3) << (2 * extension);
            subunit |= ((more >> 6) & 1) << extension;
        }
        info = new((DataCoding)(dif & 15), (Function)((dif >> 4) & 3), storage, tariff, subunit);
        return true;
    }
}
