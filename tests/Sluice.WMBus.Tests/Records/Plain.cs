using Sluice.WMBus.Drivers;
using Sluice.WMBus.Formats;
using Sluice.WMBus.Records;
using Sluice.WMBus.Security;

namespace Sluice.WMBus.Tests.Records;

/// <summary>Records in an unencrypted telegram of a meter nobody knows.</summary>
internal static class Plain
{
    public static DecodedTelegram Telegram(string records)
    {
        var content = Convert.FromHexString("44" + "6D04" + "01000090" + "0107" + "78" + records.Replace(" ", "", StringComparison.Ordinal));
        return new TelegramDecoder(new KeyRing(), new FormatRegistry(), DriverCatalog.Empty).Decode([(byte)content.Length, .. content], WMBus.Frames.FrameFormat.Stripped);
    }

    public static DataRecord Record(string record)
    {
        var telegram = Telegram(record);
        Assert.True(telegram.IsDecoded, telegram.Error.ToString());
        Assert.Empty(telegram.Warnings);
        return Assert.Single(telegram.Records);
    }

    /// <summary>Name and value of the only field.</summary>
    public static string Field(string record)
    {
        var field = Assert.Single(Telegram(record).Fields);
        return $"{field.Name}={field.Value}";
    }
}
