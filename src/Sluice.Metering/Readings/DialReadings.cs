using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;
using Sluice.Metering.Societies;
using Sluice.Metering.Telegrams;

namespace Sluice.Metering.Readings;

/// <summary>Takes in what people read from dials: a reading like any other, judged by the same rules; in a round it marks the meter, too.</summary>
/// <remarks>Safe for use from many threads.</remarks>
public sealed class DialReadings(
    Intake intake, CurrentReadings readings, IReadingVersionStore versions, ISessionStore sessions, MeterDirectory meters, SocietyDirectory societies, TimeProvider clock)
{
    /// <summary>How far ahead of ours the clock of a phone may be.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Enters a reading. Safe to repeat: the key is <see cref="DialReading.Key"/>.</summary>
    public async ValueTask<EnteredReading> EnterAsync(SocietyScope scope, DialReading entry, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (entry.TotalM3 < 0 || !ReadingRules.Fits(entry.TotalM3)) return new(EnterOutcome.BadVolume);
        if (entry.At < Earliest || entry.At > now + ClockTolerance) return new(EnterOutcome.BadTime);
        if (entry.Key.Length > DialReading.MaxKey || (entry.Session is null && entry.Note.Length > ReadingVersion.MaxWhy)) return new(EnterOutcome.TooLong);
        NoteOutcome? target = null;
        if (entry.Session is { } round)
        {
            // First the round: who may not work on it stores nothing. Both can be repeated.
            target = await sessions.NoteAsync(scope, round, entry.Meter, new(NoteKind.Manual, entry.At, scope.Caller.Subject, entry.TotalM3, entry.Photo, entry.Note), ct);
            if (target is not (NoteOutcome.Noted or NoteOutcome.NotedBeside or NoteOutcome.NoChange or NoteOutcome.Older)) return new(EnterOutcome.Refused, Target: target);
        }
        if (!meters.TryFind(entry.Meter, out var known) || known.Society != scope.Society) return new(EnterOutcome.NotRegistered, Target: target);
        var outcome = await intake.EnterAsync(await MakeAsync(scope, entry, ct), ct);
        var kept = outcome.Reading!;
        if (!outcome.IsNew && (MeterId.Of(kept.Meter) != entry.Meter || kept.TotalM3 != entry.TotalM3 || kept.At != Timestamps.Stored(entry.At))) return new(EnterOutcome.Conflict, Target: target);
        if (entry is { Session: null, Note.Length: > 0 } && (await versions.ListAsync(scope, kept.Sequence, ct)).Count == 0)
            await versions.AppendAsync(scope, kept, ReadingVersion.Original(kept).Next(VersionKind.Noted, scope, entry.Note, now), ct);
        return new(outcome.IsNew ? EnterOutcome.Stored : EnterOutcome.AlreadyStored, await readings.FindAsync(scope, kept.Sequence, ct), target);
    }

    private async ValueTask<Reading> MakeAsync(SocietyScope scope, DialReading entry, CancellationToken ct)
    {
        var latest = (await readings.Originals.FindLatestAsync(scope, entry.Meter, ct))?.Reading;
        return new()
        {
            TelegramId = 0,
            Meter = latest?.Meter ?? new(entry.Meter.Manufacturer, entry.Meter.Serial, 0, DeviceTypeOfWater),
            Society = scope.Society,
            Session = entry.Session,
            Identity = IdentityOf(scope.Society, entry),
            At = entry.At,
            Day = societies.Find(scope.Society).DayOf(entry.At),
            Media = latest?.Media ?? "water",
            Driver = latest?.Driver ?? "",
            Name = latest?.Name ?? "",
            TotalM3 = entry.TotalM3,
        };
    }

    /// <summary>EN 13757-3:2018, Table 12.</summary>
    private const byte DeviceTypeOfWater = 0x07;

    /// <summary>The same entry has the same identity, and no telegram has it: both are hashes of 64 bits.</summary>
    private static ulong IdentityOf(SocietyId society, DialReading entry)
    {
        var key = entry.Key.Length > 0 ? entry.Key : string.Create(CultureInfo.InvariantCulture, $"{entry.At.ToUnixTimeMilliseconds()} {entry.TotalM3:G29}");
        return BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"dial\n{society}\n{entry.Meter}\n{key}")));
    }
}

/// <summary>What somebody read from a dial.</summary>
/// <param name="Meter">The meter.</param>
/// <param name="TotalM3">What it showed, m³, 0 or more.</param>
/// <param name="At">When.</param>
public sealed record DialReading(MeterId Meter, decimal TotalM3, DateTimeOffset At)
{
    /// <summary>The longest key.</summary>
    public const int MaxKey = 100;

    /// <summary>Chosen by the caller: the same key of the same meter is the same reading. Empty: the same time and volume are.</summary>
    public string Key { get; init; } = "";

    /// <summary>Words; in a round they are the target's, else kept with the reading.</summary>
    public string Note { get; init; } = "";

    /// <summary>Name of a photo, in a round.</summary>
    public string Photo { get; init; } = "";

    /// <summary>The round it was read in; null outside rounds.</summary>
    public SessionId? Session { get; init; }
}

/// <summary>What became of a <see cref="DialReading"/>.</summary>
/// <param name="Outcome">What.</param>
/// <param name="Reading">The stored reading; set for <see cref="EnterOutcome.Stored"/> and <see cref="EnterOutcome.AlreadyStored"/>.</param>
/// <param name="Target">What became of the round's target; null outside rounds.</param>
public sealed record EnteredReading(EnterOutcome Outcome, Reading? Reading = null, NoteOutcome? Target = null);

/// <summary>What can become of a <see cref="DialReading"/>.</summary>
public enum EnterOutcome
{
    /// <summary>It is stored.</summary>
    Stored = 0,

    /// <summary>It was stored before.</summary>
    AlreadyStored,

    /// <summary>The key was used for another reading; that one stays.</summary>
    Conflict,

    /// <summary>The society has no such meter.</summary>
    NotRegistered,

    /// <summary>The volume is negative or has too many digits.</summary>
    BadVolume,

    /// <summary>The time is in the future or before 2000.</summary>
    BadTime,

    /// <summary>The key or the note is too long.</summary>
    TooLong,

    /// <summary>The round does not take it; the target says why.</summary>
    Refused,
}
