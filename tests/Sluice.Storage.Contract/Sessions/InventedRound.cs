using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;

namespace Sluice.Storage.Contract.Sessions;

/// <summary>Invented rounds of the society Green Park, and its people.</summary>
public static class InventedRound
{
    public static SocietyId GreenPark { get; } = SocietyId.Parse("green-park");

    /// <summary>A technician of Green Park.</summary>
    public static SocietyScope Asha { get; } = Scope("asha", Role.Scanner, "green-park", Permission.SessionWork);

    /// <summary>Another technician of Green Park.</summary>
    public static SocietyScope Bela { get; } = Scope("bela", Role.Scanner, "green-park", Permission.SessionWork);

    /// <summary>Runs Green Park.</summary>
    public static SocietyScope Admin { get; } = Scope("admin", Role.SocietyAdmin, "green-park", Permission.SessionManage);

    /// <summary>Runs another society.</summary>
    public static SocietyScope Stranger { get; } = Scope("stranger", Role.SocietyAdmin, "hill-view", Permission.SessionManage);

    /// <summary>Any other technician of Green Park.</summary>
    public static SocietyScope Technician(int number) => Scope($"technician-{number}", Role.Scanner, "green-park", Permission.SessionWork);

    public static SessionId Id(int number = 1) => new(new Guid(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0));

    public static MeterId Meter(int number) => MeterId.TryParse($"KAM.9000{number:0000}", out var id) ? id : throw new ArgumentOutOfRangeException(nameof(number));

    public static ScanSession Round(int number = 1, ScanMode mode = ScanMode.Tower, string user = "asha", DateTimeOffset? at = null) => new()
    {
        Id = Id(number),
        Society = GreenPark,
        User = user,
        Mode = mode,
        Name = $"Round {number}",
        StartedAt = at ?? Invented.Noon,
    };

    /// <summary>Meters 1, 2, 3 …: two a flat, four flats a floor, three floors a tower: A, B, C ….</summary>
    public static IReadOnlyList<SessionTarget> Targets(int count) =>
    [
        .. Enumerable.Range(0, count).Select(static i => new SessionTarget
        {
            Ordinal = i,
            Meter = Meter(i + 1),
            Tower = ((char)('A' + (i / 24))).ToString(),
            Flat = $"{(i % 24 / 8) + 1}0{(i % 8 / 2) + 1}",
            Place = i % 2 == 0 ? "kitchen" : "bath",
            Floor = (i % 24 / 8) + 1,
            Location = new Location(12.9 + (i / 24 * 0.001), 77.6),
        }),
    ];

    public static Capture Heard(int meter, HeardState state = HeardState.Decoded, int second = 1, int? rssi = -80) => new(Meter(meter), state, Invented.Noon.AddSeconds(second), rssi);

    public static TargetNote Typed(decimal reading = 12.5m, int second = 1) => new(NoteKind.Manual, Invented.Noon.AddSeconds(second), "", reading);

    public static TargetNote Unreadable(int second = 1) => new(NoteKind.Unreadable, Invented.Noon.AddSeconds(second), "", Text: "door locked");

    private static SocietyScope Scope(string subject, Role role, string society, Permission permission)
    {
        var id = SocietyId.Parse(society);
        return Authorizer.TryEnter(new(subject, role, new HashSet<SocietyId> { id }, $"{subject}@example.org"), id, permission, out var scope)
            ? scope
            : throw new ArgumentException($"A {role} may not {permission}.", nameof(role));
    }
}
