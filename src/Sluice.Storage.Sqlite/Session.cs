using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Sluice.Storage.Sqlite;

/// <summary>One connection with its prepared statements. For one thread at a time.</summary>
[SuppressMessage("Security", "CA2100", Justification = "Statements are the embedded .sql files and constants of this project.")]
internal sealed class Session(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> prepared = [];

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

    public void Dispose()
    {
        foreach (var command in prepared.Values) command.Dispose();
        connection.Dispose();
    }
}
