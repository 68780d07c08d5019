using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sluice.Storage.Sqlite;

/// <summary>A prepared statement without the layers of ADO.NET, for the few that run for every telegram. Parameters are ?1, ?2 … For one thread at a time; whoever holds it disposes it before the connection.</summary>
internal sealed class RawStatement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private readonly nint handle, databaseHandle;

    public RawStatement(sqlite3 database, string sql)
    {
        this.database = database;
        Check(raw.sqlite3_prepare_v2(database, sql, out statement));
        (handle, databaseHandle) = (statement.DangerousGetHandle(), database.DangerousGetHandle());
    }

    /// <summary>Binds numbers from the first parameter on; null binds NULL.</summary>
    public RawStatement Bind(params ReadOnlySpan<long?> values)
    {
        for (var i = 0; i < values.Length; i++)
            Check(values[i] is { } value ? NativeSqlite.BindNumber(handle, i + 1, value) : NativeSqlite.BindNull(handle, i + 1));
        return this;
    }

    public void BindReal(int parameter, double? value) =>
        Check(value is { } number ? raw.sqlite3_bind_double(statement, parameter, number) : raw.sqlite3_bind_null(statement, parameter));

    public void BindText(int parameter, string? value) =>
        Check(value is null ? NativeSqlite.BindNull(handle, parameter) : raw.sqlite3_bind_text(statement, parameter, value));

    public void BindBlob(int parameter, ReadOnlySpan<byte> value) => Check(raw.sqlite3_bind_blob(statement, parameter, value));

    /// <summary>Runs it to its end.</summary>
    /// <returns>Rows changed.</returns>
    public int Run()
    {
        while (Step())
        {
            // The rows of a statement that is run do not matter.
        }
        return NativeSqlite.Changes(databaseHandle);
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>False at the end; it can be bound again then.</returns>
    public bool Step()
    {
        var code = NativeSqlite.Step(handle);
        if (code == raw.SQLITE_ROW) return true;
        var reset = NativeSqlite.Reset(handle);
        if (code != raw.SQLITE_DONE) Check(reset == raw.SQLITE_OK ? code : reset);
        return false;
    }

    /// <summary>Leaves the rows that were not asked for.</summary>
    public void Reset() => _ = NativeSqlite.Reset(handle);   // says only again what the last step said

    public long Number(int column) => NativeSqlite.Number(handle, column);

    public long? NumberOrNull(int column) => NativeSqlite.Type(handle, column) == raw.SQLITE_NULL ? null : NativeSqlite.Number(handle, column);

    public void Dispose() => statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw new SqliteException(raw.sqlite3_errmsg(database).utf8_to_string(), code, raw.sqlite3_extended_errcode(database));
    }
}
