using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Societies;

namespace Sluice.Storage.Sqlite;

public sealed partial class SqliteSocietyStore
{
    public ValueTask<Change> SetResidentsAsync(SocietyScope scope, string tower, string flat, IReadOnlyList<Resident> residents, CancellationToken ct)
    {
        SocietyRules.ThrowIfUnfit(SocietyRules.ProblemOf(residents));
        return store.WriteAsync(session =>
        {
            if (FindFlat(session, scope, tower, flat) is not { } stored) return new Change(ChangeOutcome.NotFound);
            Replace(session, scope, tower, flat, residents);
            Put(session, scope, stored with { Version = stored.Version + 1 });
            return new Change(ChangeOutcome.Changed, stored.Version + 1);
        }, residents.Count + 1, ct);
    }

    public ValueTask<int> EraseResidentsAsync(SocietyScope scope, string? tower, string? flat, DateOnly? movedOutBefore, CancellationToken ct) =>
        store.WriteAsync(session => Erase(session, scope.Society, tower, flat, movedOutBefore), 10, ct);

    private static int Erase(Session session, SocietyId society, string? tower, string? flat, DateOnly? movedOutBefore)
    {
        (string, object?)[] which = [("$society", society.Text), ("$tower", tower), ("$flat", flat), ("$before", (long?)movedOutBefore?.DayNumber)];
        session.Run("Societies.RaiseFlats", which);
        // Forgotten means overwritten, not only unlinked.
        session.Control("PRAGMA secure_delete = ON");
        var erased = session.Run("Societies.EraseResidents", which);
        session.Control("PRAGMA secure_delete = OFF");
        return erased;
    }

    private static void Replace(Session session, SocietyScope scope, string tower, string flat, IReadOnlyList<Resident> residents)
    {
        // By its key: the statement of Erase looks at every resident of the society. Forgotten means overwritten here, too.
        session.Control("PRAGMA secure_delete = ON");
        session.Run("Societies.ClearFlat", ("$society", scope.Society.Text), ("$tower", tower), ("$flat", flat));
        session.Control("PRAGMA secure_delete = OFF");
        for (var i = 0; i < residents.Count; i++)
            session.Run("Societies.AddResident",
                ("$society", scope.Society.Text), ("$tower", tower), ("$flat", flat), ("$position", (long)i),
                ("$name", residents[i].Name), ("$contact", residents[i].Contact), ("$moved_out", (long?)residents[i].MovedOut?.DayNumber));
    }

    private static List<Resident> Residents(Session session, SocietyScope scope, string tower, string flat)
    {
        var list = new List<Resident>();
        using var rows = session.Bind("Societies.ListResidents", ("$society", scope.Society.Text), ("$tower", tower), ("$flat", flat)).ExecuteReader();
        while (rows.Read()) list.Add(new(rows.GetString(0), rows.GetString(1), rows.Day(2)));
        return list;
    }
}
