using Sluice.WMBus.Units;

namespace Sluice.WMBus.Records;

/// <summary>Value information block: VIF and VIFEs. EN 13757-3:2018, 6.4.</summary>
/// <param name="Quantity">What the value is.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Exponent10">The data is to be multiplied by ten to this power.</param>
/// <param name="Modifiers">Combinable VIFEs that change the meaning, in the order of the telegram; see <see cref="Records.Modifiers"/>.</param>
public readonly record struct ValueInformation(Quantity Quantity, Unit Unit, int Exponent10, Modifiers Modifiers = default)
{
    internal const int MaximumExtensions = 10;

    internal static bool TryRead(ref TelegramReader reader, out ValueInformation info)
    {
        info = default;
        if (!reader.TryRead(out var vif)) return false;
        var last = vif;
        switch (vif)
        {
            case 0xFB or 0xFD:
                if (!reader.TryRead(out last)) return false;
                info = vif == 0xFB ? VifTables.AlternateFB(last & 0x7F) : VifTables.AlternateFD(last & 0x7F);
                if (vif == 0xFD && last == 0xFD)
                {
                    // Second level extension of the FD table: no meaning published that meters use.
                    if (!reader.TryRead(out last)) return false;
                    info = new(Quantity.Unknown, Unit.None, 0);
                }
                break;
            case 0xEF:
                // Third extension table, reserved.
                if (!reader.TryRead(out last)) return false;
                info = new(Quantity.Unknown, Unit.None, 0);
                break;
            default:
                info = VifTables.Primary(vif & 0x7F);
                if (info.Quantity == Quantity.PlainText)
                {
                    // The unit as text, length first, right after the VIF.
                    if (!reader.TryRead(out var length) || !reader.TryTake(length, out _)) return false;
                }
                break;
        }
        var modifiers = new Modifiers();
        var exponent = info.Exponent10;
        var unit = info.Unit;
        var manufacturerSpecific = info.Quantity == Quantity.ManufacturerSpecific;
        for (var extension = 0; (last & 0x80) != 0; extension++)
        {
            if (extension == MaximumExtensions || !reader.TryRead(out last)) return false;
            var code = last & 0x7F;
            if (manufacturerSpecific)
            {
                modifiers = modifiers.With(0x200 | code);
                continue;
            }
            switch (code)
            {
                case >= 0x70 and <= 0x77: exponent += code - 0x76; break;      // multiplicative correction 10^(nnn-6)
                case 0x7D: exponent += 3; break;                               // multiplicative correction 10^3
                case 0x7C:
                    if (!reader.TryRead(out last)) return false;               // extension of combinable VIFEs
                    modifiers = modifiers.With(0x100 | (last & 0x7F));
                    break;
                case 0x7F:
                    manufacturerSpecific = true;                               // the rest of the chain is the maker's
                    modifiers = modifiers.With(0x7F);
                    break;
                default: modifiers = modifiers.With(code); break;
            }
        }
        info = info with { Exponent10 = exponent, Unit = unit, Modifiers = modifiers };
        return true;
    }
}
