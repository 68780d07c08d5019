using Sluice.Contracts.Sessions;
using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Routing;
using Sluice.Metering.Sessions;

namespace Sluice.Api.Sessions;

/// <summary>Rounds as they cross the wire.</summary>
internal static class SessionWire
{
    public static SessionDto ToDto(ScanSession session, SocietyScope scope, DateTimeOffset now) => new()
    {
        Id = session.Id.ToString(),
        SocietyId = session.Society.Text,
        UserId = session.User,
        Mode = SessionWords.Of(session.Mode),
        Name = session.Name,
        Status = SessionWords.Of(session.Status),
        Progress = ToDto(session.Progress),
        StartedAt = session.StartedAt,
        EndedAt = session.EndedAt,
        ElapsedSeconds = (long)session.Elapsed(now).TotalSeconds,
        Reason = Text(session.Reason),
        Participants = SessionRules.MaySee(session, scope)
            ? [.. session.Participants.Select(static p => new ParticipantDto { UserId = p.Subject, Name = Text(p.Name), JoinedAt = p.JoinedAt, LeftAt = p.LeftAt })]
            : null,
        Unlisted = session.Unlisted,
        Joined = session.TakesPart(scope.Caller.Subject),
        Version = session.Version,
    };

    public static ProgressDto ToDto(Progress progress) => new()
    {
        Completed = progress.Completed,
        Total = progress.Total,
        Percentage = progress.Percentage,
        Remaining = progress.Remaining,
        Unreadable = progress.Unreadable,
    };

    public static SessionProgressDto ToDto(ScanSession session, IReadOnlyList<FlatCounts> towers, IReadOnlyList<FlatCounts>? flats, DateTimeOffset now) => new()
    {
        Completed = session.Progress.Completed,
        Total = session.Progress.Total,
        Percentage = session.Progress.Percentage,
        Remaining = session.Progress.Remaining,
        Unreadable = session.Progress.Unreadable,
        Status = SessionWords.Of(session.Status),
        States = new()
        {
            Missing = session.Progress.Remaining,
            Captured = session.Counts.Captured,
            Decoded = session.Counts.Decoded,
            Suspicious = session.Counts.Suspicious,
            Manual = session.Counts.Manual,
            Unreadable = session.Counts.Unreadable,
        },
        Unlisted = session.Unlisted,
        ElapsedSeconds = (long)session.Elapsed(now).TotalSeconds,
        EstimatedRemainingSeconds = (long?)TimeEstimate.Remaining(session.Mode, towers, session.Elapsed(now))?.TotalSeconds,
        ByTower = [.. towers.Select(t => ToDto(t, session.Mode, flat: null))],
        ByFlat = flats is null ? null : [.. flats.Select(f => ToDto(f, session.Mode, f.Flat))],
    };

    public static TargetDto ToDto(SessionTarget target) => new()
    {
        MeterId = target.Meter.ToString(),
        SerialNumber = target.Meter.SerialNumber,
        Tower = target.Tower,
        Flat = target.Flat,
        Place = Text(target.Place),
        Floor = target.Floor,
        Location = ToDto(target.Location),
        State = SessionWords.Of(target.State),
        HeardAt = target.HeardAt,
        RssiDbm = target.RssiDbm,
        Late = target.Late ? true : null,
        Note = target.Note is { } note
            ? new() { Status = SessionWords.Of(note.Kind), At = note.At, UserId = note.By, Reading = note.ReadingM3, Photo = Text(note.Photo), Text = Text(note.Text) }
            : null,
    };

    public static HeardDto ToDto(HeardMeter heard, bool known) => new()
    {
        MeterId = heard.Meter.ToString(),
        Known = known,
        State = SessionWords.Of(heard.Heard),
        FirstAt = heard.FirstAt,
        LastAt = heard.LastAt,
        RssiDbm = heard.RssiDbm,
    };

    public static StepDto ToDto(NextStep step, bool withMeters) => new()
    {
        Reason = step.Reason,
        Tower = step.Tower,
        Flat = Text(step.Flat),
        LowestFloor = step.LowestFloor,
        HighestFloor = step.HighestFloor,
        Location = ToDto(step.Location),
        DistanceM = step.DistanceM is { } metres ? (long)Math.Round(metres) : null,
        WaitSeconds = (long)step.Wait.TotalSeconds,
        Missing = step.Missing.Count,
        Meters = withMeters ? [.. step.Missing.Select(ToDto)] : null,
    };

    private static PlaceProgressDto ToDto(FlatCounts counts, ScanMode mode, string? flat)
    {
        var progress = Progress.Of(counts.Counts, mode);
        return new()
        {
            Tower = counts.Tower,
            Flat = flat,
            Completed = progress.Completed,
            Total = progress.Total,
            Percentage = progress.Percentage,
            Remaining = progress.Remaining,
            Unreadable = progress.Unreadable,
        };
    }

    private static PlaceDto? ToDto(Location? location) => location is { } at ? new(at.Lat, at.Lng) : null;

    private static string? Text(string text) => text.Length == 0 ? null : text;
}
