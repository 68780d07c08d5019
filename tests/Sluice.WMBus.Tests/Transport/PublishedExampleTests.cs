using Sluice.WMBus.Drivers;
using Sluice.WMBus.Formats;
using Sluice.WMBus.Security;

namespace Sluice.WMBus.Tests.Transport;

/// <summary>The message examples of OMS volume 2, annex N: one gas meter, each security profile. Keys are printed there.</summary>
public sealed class PublishedExampleTests
{
    private const string ProfileA = "2E4493157856341233037A2A0020255923C95AAA26D1B2E7493B013EC4A6F6D3529B520EDFF0EA6DEFC99D6D69EBF3";
    private const string ProfileAFormatA = "2E44931578563412330333637A2A0020255923C95AAA26D1B2E7493BC2AD013EC4A6F6D3529B520EDFF0EA6DEFC955B29D6D69EBF3EC8A";
    private const string ProfileAKey = "0102030405060708090A0B0C0D0E0F11";
    private const string ProfileB = "434493157856341233038C2075900F002C25B30A000021924D4F2FB66E017A75002007109058475F4BC91DF878B80A1B0F98B629024AAC727942BFC549233C0140829B93";
    private const string ProfileBKey = "000102030405060708090A0B0C0D0E0F";
    private const string Wired = "6820206808FD7278563412931533032A0000000C1427048502046D32371F1502FD1700008916";

    private static DecodedTelegram Decode(string telegram, string? key)
    {
        var keys = new KeyRing();
        if (key is not null) keys.Add(new(null, Convert.FromHexString(key)));
        return new TelegramDecoder(keys, new FormatRegistry(), DriverCatalog.Empty).Decode(Convert.FromHexString(telegram));
    }

    [Theory]
    [InlineData(ProfileA, ProfileAKey, SecurityMode.Mode5)]
    [InlineData(ProfileAFormatA, ProfileAKey, SecurityMode.Mode5)]
    [InlineData(ProfileB, ProfileBKey, SecurityMode.Mode7)]
    [InlineData(Wired, null, SecurityMode.None)]
    public void Gas_meter_gives_its_printed_reading(string hex, string? key, SecurityMode security)
    {
        var telegram = Decode(hex, key);
        Assert.True(telegram.IsDecoded, telegram.Error.ToString());
        Assert.Equal(security, telegram.Security);
        Assert.Equal("12345678", telegram.Id);
        Assert.Equal("gas", telegram.Media);
        Assert.True(telegram.TryGetDecimal("total_m3", out var total));
        Assert.Equal(28504.27m, total);
        Assert.Equal("2008-05-31 23:50", telegram.GetText("meter_datetime"));
        Assert.Equal("OK", telegram.GetText("status"));
    }

    [Theory, InlineData(ProfileA), InlineData(ProfileB)]
    public void Without_a_key_the_error_is_NoKey(string hex) => Assert.Equal(DecodeErrorCode.NoKey, Decode(hex, null).Error.Code);

    [Theory, InlineData(ProfileA), InlineData(ProfileB)]
    public void Another_key_is_a_wrong_key(string hex) => Assert.Equal(DecodeErrorCode.WrongKey, Decode(hex, "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF").Error.Code);

    [Fact]
    public void A_changed_message_of_profile_B_is_not_authentic()
    {
        var bytes = Convert.FromHexString(ProfileB);
        bytes[^1] ^= 1;
        Assert.Equal(DecodeErrorCode.NotAuthentic, Decode(Convert.ToHexString(bytes), ProfileBKey).Error.Code);
    }

    [Fact]
    public void Wired_checksum_is_checked() => Assert.Equal(DecodeErrorCode.Damaged, Decode(Wired.Replace("270485", "280485", StringComparison.Ordinal), null).Error.Code);
}
