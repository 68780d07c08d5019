namespace Sluice.WMBus.Drivers;

/// <summary>The status byte of the transport header in words. EN 13757-7:2018, Table 27.</summary>
internal static class TransportStatusWords
{
    /// <summary>Upper-case words separated by spaces; empty when all is well or there is no status byte.</summary>
    public static string Of(byte? status)
    {
        if (status is null or 0) return "";
        var words = new List<string>(4);
        if ((status & 3) is var application and not 0) words.Add(application switch { 1 => "BUSY", 2 => "ERROR", _ => "ALARM" });
        if ((status & 0x04) != 0) words.Add("POWER_LOW");
        if ((status & 0x08) != 0) words.Add("PERMANENT_ERROR");
        if ((status & 0x10) != 0) words.Add("TEMPORARY_ERROR");
        // The three upper bits are the maker's; without a driver they say nothing.
        return string.Join(' ', words);
    }
}
