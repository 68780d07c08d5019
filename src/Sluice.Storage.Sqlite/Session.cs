using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Sluice.Storage.Sqlite;

/// <summary>One connection with its prepared statements. For one thread at a time.</summary>
[SuppressMessage("Security", "CA2100", Justification = "Statements are the embedded .sql files and constants of this project.")]
internal sealed class Session(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> prepared = [];
    private readonly Dictionary<string, RawStatement> raw = [];
    private readonly List<(Action? Committed, Action? Undone)> endings = [];

    static Session() => NativeSqlite.EnsureConfigured();   // a session is made before its connection opens

    /// <summary>The statement with its parameters bound: <c>("$id", 7)</c>; null binds NULL.</summary>
    public SqliteCommand Bind(string name, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!prepared.TryGetValue(name, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = Sql.Text(name);
            foreach (var (parameter, _) in parameters) command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
            prepared.Add(name, command);
        }
        StoreMeters.Statements.Add(1);
        for (var i = 0; i < parameters.Length; i++) command.Parameters[i].Value = parameters[i].Value ?? DBNull.Value;
        return command;
    }

    /// <summary>Runs a statement that gives nothing back.</summary>
    /// <returns>Rows changed.</returns>
    public int Run(string name, params ReadOnlySpan<(string Name, object? Value)> parameters) => Bind(name, parameters).ExecuteNonQuery();

    /// <summary>The first column of the first row; null when there is none or it is NULL.</summary>
    public long? Number(string name, params ReadOnlySpan<(string Name, object? Value)> parameters) => Bind(name, parameters).ExecuteScalar() as long?;

    /// <summary>Runs bare SQL: transaction control and pragmas.</summary>
    public void Control(string sql)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            prepared.Add(sql, command);
        }
        command.ExecuteNonQuery();
    }

    /// <summary>The statement for hot paths; see <see cref="RawStatement"/>.</summary>
    public RawStatement Raw(string name)
    {
        if (!raw.TryGetValue(name, out var statement)) raw.Add(name, statement = new(connection.Handle!, Sql.Text(name)));
        return statement;
    }

    /// <summary>Says what to do in memory when the open transaction has ended.</summary>
    /// <param name="committed">Called when it is on disk.</param>
    /// <param name="undone">Called when nothing of it is.</param>
    public void AtEnd(Action? committed, Action? undone) => endings.Add((committed, undone));

    /// <summary>The transaction is on disk.</summary>
    public void TellCommitted()
    {
        foreach (var (committed, _) in endings) committed?.Invoke();
        endings.Clear();
    }

    /// <summary>The transaction was undone: so is what was done in memory, last first.</summary>
    public void TellUndone()
    {
        for (var i = endings.Count - 1; i >= 0; i--) endings[i].Undone?.Invoke();
        endings.Clear();
    }

    public void Dispose()
    {
        foreach (var statement in raw.Values) statement.Dispose();
        foreach (var command in prepared.Values) command.Dispose();
        connection.Dispose();
    }
}
