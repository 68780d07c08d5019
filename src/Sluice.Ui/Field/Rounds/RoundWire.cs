using System.Globalization;
using Sluice.Contracts.Sessions;
using Sluice.Contracts.Societies;
using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;
using Sluice.Metering.Societies;
using Sluice.Ui.Field.Store;

namespace Sluice.Ui.Field.Rounds;

/// <summary>Rounds of the wire and of the phone's store as the rules know them, and back.</summary>
public static class RoundWire
{
    /// <summary>A round.</summary>
    /// <param name="dto">As the server said.</param>
    /// <param name="at">When it said so.</param>
    public static ScanSession ToSession(SessionDto dto, DateTimeOffset at)
    {
        var status = Parse<SessionStatus>(dto.Status);
        return new()
        {
            Id = SessionId.TryParse(dto.Id, out var id) ? id : default,
            Society = SocietyId.Parse(dto.SocietyId),
            User = dto.UserId,
            Mode = ModeOf(dto.Mode),
            Name = dto.Name,
            Status = status,
            StartedAt = dto.StartedAt,
            EndedAt = dto.EndedAt,
            ActiveSince = status == SessionStatus.Active ? at : null,
            ActiveBefore = TimeSpan.FromSeconds(dto.ElapsedSeconds),
            Reason = dto.Reason ?? "",
            Participants = [.. (dto.Participants ?? []).Select(static p => new Participant(p.UserId, p.Name ?? "", p.JoinedAt, p.LeftAt))],
            Version = dto.Version,
        };
    }

    /// <summary>The same as it crosses the wire.</summary>
    public static SessionDto ToDto(ScanSession session, string subject, DateTimeOffset now) => new()
    {
        Id = session.Id.ToString(),
        SocietyId = session.Society.Text,
        UserId = session.User,
        Mode = Word(session.Mode),
        Name = session.Name,
        Status = Word(session.Status),
        Progress = new() { Completed = session.Progress.Completed, Total = session.Progress.Total, Percentage = session.Progress.Percentage, Remaining = session.Progress.Remaining, Unreadable = session.Progress.Unreadable },
        StartedAt = session.StartedAt,
        EndedAt = session.EndedAt,
        ElapsedSeconds = (long)session.Elapsed(now).TotalSeconds,
        Participants = [.. session.Participants.Select(static p => new ParticipantDto { UserId = p.Subject, Name = p.Name, JoinedAt = p.JoinedAt, LeftAt = p.LeftAt })],
        Unlisted = session.Unlisted,
        Joined = session.TakesPart(subject),
        Version = session.Version,
    };

    /// <summary>A meter of a round.</summary>
    public static SessionTarget ToTarget(TargetDto dto, int ordinal)
    {
        var state = Parse<TargetState>(dto.State);
        return new()
        {
            Ordinal = ordinal,
            Meter = MeterId.TryParse(dto.MeterId, out var meter) ? meter : default,
            Tower = dto.Tower,
            Flat = dto.Flat,
            Place = dto.Place ?? "",
            Floor = dto.Floor,
            Location = dto.Location is { } at ? new(at.Lat, at.Lng) : null,
            Heard = state switch { TargetState.Captured => HeardState.Captured, TargetState.Decoded => HeardState.Decoded, TargetState.Suspicious => HeardState.Suspicious, _ => HeardState.Nothing },
            HeardAt = dto.HeardAt,
            RssiDbm = dto.RssiDbm,
            Late = dto.Late ?? false,
            Note = dto.Note is { } note ? new(KindOf(note.Status), note.At, note.UserId, note.Reading, note.Photo ?? "", note.Text ?? "") : null,
        };
    }

    /// <summary>The same as it crosses the wire.</summary>
    public static TargetDto ToDto(SessionTarget target) => new()
    {
        MeterId = target.Meter.ToString(),
        SerialNumber = target.Meter.SerialNumber,
        Tower = target.Tower,
        Flat = target.Flat,
        Place = target.Place,
        Floor = target.Floor,
        Location = target.Location is { } at ? new(at.Lat, at.Lng) : null,
        State = Word(target.State),
    };

    /// <summary>The meters of a round that begins on the phone, by what it knows of the society. The server makes the same list, of the active ones among them.</summary>
    public static IReadOnlyList<SessionTarget> TargetsOf(KeptPlace place, StartSessionDto start)
    {
        var structure = new SocietyStructure(
            [.. place.Structure.Towers.Select(static t => new Tower(t.Name!, At(t.Coordinates), t.Floors))],
            [.. place.Structure.Flats.Select(static f => new Flat { Tower = f.Tower!, Number = f.Number!, Floor = f.Floor, Coordinates = At(f.Coordinates) })]);
        var society = SocietyId.Parse(place.Id);
        var towers = start.Towers ?? (start.Tower is { } one ? [one] : null);
        var meters = new List<Meter>();
        foreach (var (where, ids) in place.Structure.MeterMapping)
        {
            var slash = where.IndexOf('/', StringComparison.Ordinal);
            var (tower, flat) = slash < 0 ? (where, "") : (where[..slash], where[(slash + 1)..]);
            if (towers is not null && !towers.Contains(tower)) continue;
            if (start.Flat is not null && flat != start.Flat) continue;
            foreach (var text in ids)
                if (MeterId.TryParse(text, out var id)) meters.Add(new() { Id = id, Society = society, Tower = tower, Flat = flat });
        }
        return TargetList.Of(meters, structure);
    }

    /// <summary>The server's word for a mode.</summary>
    public static string Word(ScanMode mode) => mode == ScanMode.FreeRoam ? "FREE_ROAM" : mode.ToString().ToUpperInvariant();

    /// <summary>The server's word for a status.</summary>
    public static string Word(SessionStatus status) => status.ToString().ToUpperInvariant();

    /// <summary>The server's word for a state.</summary>
    public static string Word(TargetState state) => state.ToString().ToUpperInvariant();

    /// <summary>A mode by the server's word.</summary>
    public static ScanMode ModeOf(string word) => word == "FREE_ROAM" ? ScanMode.FreeRoam : Parse<ScanMode>(word);

    /// <summary>A kind of note by the server's word.</summary>
    public static NoteKind KindOf(string? word) => word switch { "MANUAL" or "COMPLETED" => NoteKind.Manual, "UNREADABLE" => NoteKind.Unreadable, _ => NoteKind.Nothing };

    /// <summary>What the body of a note means to the rules.</summary>
    public static TargetNote ToNote(UpdateTargetDto dto, string subject, DateTimeOffset now) => new(KindOf(dto.Status), dto.At ?? now, subject, dto.Reading, dto.Photo ?? "", dto.Note ?? "");

    /// <summary>A time of the store.</summary>
    public static DateTimeOffset Time(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs);

    private static Location? At(Contracts.LocationDto? dto) => dto is { } at ? new(at.Lat, at.Lng) : null;

    private static T Parse<T>(string word) where T : struct, Enum => Enum.TryParse<T>(word, ignoreCase: true, out var value) ? value : throw new FormatException(string.Format(CultureInfo.InvariantCulture, "The server said '{0}', which this version of the app does not know: update it.", word));
}
