using System.Diagnostics.CodeAnalysis;
using Sluice.Metering.Identity;

namespace Sluice.Metering.Societies;

/// <summary>What every <see cref="ISocietyStore"/> takes. Checked by whoever brings data in, so that a person learns which field is wrong; stores only refuse.</summary>
public static partial class SocietyRules
{
    /// <summary>Longest name of a tower or number of a flat.</summary>
    public const int MaxPlaceName = 60;

    /// <summary>Most residents of a flat.</summary>
    public const int MaxResidents = 50;

    /// <summary>The first thing wrong with a society; null when it is fit.</summary>
    public static FieldProblem? ProblemOf(Society society)
    {
        if (society.Id.Text.Length == 0) return new("id", $"1 to {SocietyId.MaxLength} of a-z, 0-9 and single hyphens between them.");
        if (!IsText(society.Name, 1, 200)) return new("name", "1 to 200 characters.");
        if (!IsText(society.Address, 0, 1_000, lines: true)) return new("address", "At most 1,000 characters.");
        if (society.TimeZone.Length is 0 or > 64 || !TimeZoneInfo.TryFindSystemTimeZoneById(society.TimeZone, out _)) return new("timeZone", "An IANA time zone, for example Asia/Kolkata.");
        if (society.Location is { IsValid: false }) return BadLocation("location");
        if (society.SlotMinutes is < 1 or > 1_440) return new("slotMinutes", "1 to 1440.");
        if (!Enum.IsDefined(society.Mqtt)) return new("mqtt", "off, readings or places.");
        return ProblemOf(society.Retention);
    }

    /// <summary>The first thing wrong with a tower; null when it is fit.</summary>
    public static FieldProblem? ProblemOf(Tower tower)
    {
        if (!IsPlaceName(tower.Name)) return new("name", $"1 to {MaxPlaceName} characters, none of / \\ # or control characters.");
        if (tower.Coordinates is { IsValid: false }) return BadLocation("coordinates");
        return tower.Floors is < 1 or > 500 ? new("floors", "1 to 500.") : null;
    }

    /// <summary>The first thing wrong with a flat; null when it is fit.</summary>
    public static FieldProblem? ProblemOf(Flat flat)
    {
        if (!IsPlaceName(flat.Tower)) return new("tower", $"1 to {MaxPlaceName} characters, none of / \\ # or control characters.");
        if (!IsPlaceName(flat.Number)) return new("number", $"1 to {MaxPlaceName} characters, none of / \\ # or control characters.");
        if (flat.Floor is < -20 or > 500) return new("floor", "-20 to 500, 0 the ground floor.");
        if (!IsText(flat.Type, 0, MaxPlaceName)) return new("type", $"At most {MaxPlaceName} characters.");
        if (flat.Coordinates is { IsValid: false }) return BadLocation("coordinates");
        return ProblemOf(flat.Residents);
    }

    /// <summary>The first thing wrong with the residents of a flat; null when they are fit.</summary>
    public static FieldProblem? ProblemOf(IReadOnlyList<Resident> residents)
    {
        if (residents.Count > MaxResidents) return new("residents", $"At most {MaxResidents}.");
        if (residents.Any(static r => !IsText(r.Name, 1, 200))) return new("residents.name", "1 to 200 characters.");
        return residents.Any(static r => !IsText(r.Contact, 0, 200)) ? new("residents.contact", "At most 200 characters.") : null;
    }

    /// <summary>True for a name that can stand in addresses, object names and table keys.</summary>
    public static bool IsPlaceName([NotNullWhen(true)] string? name) =>
        IsText(name, 1, MaxPlaceName) && name.AsSpan().IndexOfAny("/\\#") < 0 && name.Trim().Length == name.Length && name is not ("." or "..");

    /// <summary>True when a text has a length within bounds and no control characters.</summary>
    public static bool IsText([NotNullWhen(true)] string? text, int min, int max, bool lines = false) =>
        text is not null && text.Length >= min && text.Length <= max && !text.Any(c => char.IsControl(c) && !(lines && c is ('\n' or '\r' or '\t')));

    /// <summary>What is said of coordinates out of range.</summary>
    public static FieldProblem BadLocation(string field) => new(field, "lat from -90 to 90 and lng from -180 to 180, degrees.");

    private static FieldProblem? ProblemOf(Retention retention)
    {
        int?[] days = [retention.RoundTelegramDays, retention.GatewayTelegramDays, retention.SessionLocationDays, retention.MovedOutResidentDays];
        return days.Any(static d => d is < 1 or > Retention.MaxDays) ? new("retention", $"Days from 1 to {Retention.MaxDays}, or absent to keep for good.") : null;
    }
}
