using Sluice.Metering.Identity;
using Sluice.Metering.Sessions;
using Sluice.Metering.Telegrams;

namespace Sluice.Storage.Sqlite;

public sealed partial class SqliteIntakeStore
{
    public ValueTask<int> ForgetTelegramsAsync(SocietyScope scope, Occasion occasion, DateTimeOffset before, int limit, CancellationToken ct) =>
        store.WriteAsync(session => new TelegramForgetter(session, words, scope.Society, before, limit).Forget(occasion), limit, ct);

    public ValueTask<int> ForgetPositionsAsync(SocietyScope scope, DateTimeOffset before, int limit, CancellationToken ct) => store.WriteAsync(
        session => new TelegramForgetter(session, words, scope.Society, before, limit).ForgetPositions() + ForgetPositionsOfReadings(session, scope.Society, before, limit), limit, ct);

    private int ForgetPositionsOfReadings(Session session, SocietyId society, DateTimeOffset before, int limit)
    {
        var rounds = new List<(long Number, byte[] Id, long Gone)>();
        using (var rows = session.Bind("Readings.RoundsWithPositions", ("$society", society.Text), ("$before", before.ToUnixTimeMilliseconds())).ExecuteReader())
            while (rows.Read()) rounds.Add((rows.GetInt64(0), rows.GetFieldValue<byte[]>(1), rows.GetInt64(2)));
        var forgotten = 0;
        foreach (var (number, id, gone) in rounds)
        {
            if (forgotten >= limit) break;
            var (last, found, more) = (gone, 0, true);
            while (found == 0 && more)
            {
                more = false;
                using var rows = session.Bind("Readings.PositionsOfRound", ("$session", id), ("$after", last), ("$limit", limit)).ExecuteReader();
                while (rows.Read() && rows.GetInt64(1) < before.ToUnixTimeMilliseconds()) (last, found, more) = (rows.GetInt64(0), found + rows.GetInt32(2), true);
            }
            if (last == gone) continue;
            session.Run("Readings.RemovePositions", ("$session", id), ("$after", gone), ("$last", last));
            session.Run("Sessions.SetPositionsGone", ("$number", number), ("$last", last));
            forgotten += found;
            ChangeReadings(session, readings => readings.ForgetPositions(society, new SessionId(new Guid(id, bigEndian: true)), last));
        }
        return forgotten;
    }
}
