using Sluice.Metering.Identity;
using Sluice.Metering.Societies;
using Sluice.Metering.Telegrams;
using Sluice.Metering.Validation;
using Sluice.Storage.Contract;
using Sluice.WMBus;
using Sluice.WMBus.Drivers;
using Sluice.WMBus.Security;

namespace Sluice.Metering.Tests.Validation;

public class CandidateTests
{
    private static readonly InventedMeter Meter = new();

    private static TelegramDecoder NewDecoder()
    {
        var drivers = BuiltInDrivers.Load();
        return new(new KeyRing([Meter.Key]), BuiltInDrivers.NewFormats(drivers), drivers);
    }

    [Fact]
    public void A_compact_frame_of_a_learned_format_says_so_and_one_of_a_known_format_does_not()
    {
        var decoder = NewDecoder();
        Assert.Equal("", Found(decoder, Meter.Heard(1).Bytes));
        decoder.Decode(Meter.Heard(2, full: true, InventedMeter.Unknown).Bytes.Span);
        Assert.Equal("LearnedFormat", Found(decoder, Meter.Heard(3, layout: InventedMeter.Unknown).Bytes));
    }

    [Fact]
    public void Duration_and_info_code_of_a_real_telegram_are_read()
    {
        // docs/meters/kamwater.md: dry since 4-7 days, so the water temperature is no measurement.
        var telegram = NewDecoder().Decode(Convert.FromHexString("30442D2C010000901F168D20070054002037C3800364A63935FD67600860AC76F8A3529AA656ECF0D8F00082F51F238E88"));
        var reading = ReadingMaker.Make(1, new(telegram.Plain, JudgedMeter.Start), telegram, SocietyId.Parse("green-park"), SocietySettings.Default, TimeSpan.Zero, out var found);
        var candidate = Candidate.Of(reading, telegram, found);
        Assert.Equal(new InfoState(InfoCodes.Dry, 4), candidate.Info);
        Assert.Equal("temperature", candidate.Found.ToString());
        Assert.Equal(12.345m, candidate.TotalM3);
        Assert.Equal((byte)7, candidate.AccessNumber);
    }

    private static string Found(TelegramDecoder decoder, ReadOnlyMemory<byte> bytes) => Candidate.FoundIn(decoder.Decode(bytes.Span)).ToString();
}
