using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sluice.Storage.Sqlite;

/// <summary>A prepared statement without the layers of ADO.NET, for the few that run for every telegram. Parameters are ?1, ?2 …</summary>
internal sealed class RawStatement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;

    public RawStatement(sqlite3 database, string sql)
    {
        this.database = database;
        Check(raw.sqlite3_prepare_v2(database, sql, out statement));
    }

    /// <summary>Binds numbers from the first parameter on; null binds NULL.</summary>
    public RawStatement Bind(params ReadOnlySpan<long?> values)
    {
        for (var i = 0; i < values.Length; i++)
            Check(values[i] is { } value ? raw.sqlite3_bind_int64(statement, i + 1, value) : raw.sqlite3_bind_null(statement, i + 1));
        return this;
    }

    public void BindReal(int parameter, double? value) =>
        Check(value is { } number ? raw.sqlite3_bind_double(statement, parameter, number) : raw.sqlite3_bind_null(statement, parameter));

    public void BindText(int parameter, string? value) =>
        Check(value is null ? raw.sqlite3_bind_null(statement, parameter) : raw.sqlite3_bind_text(statement, parameter, value));

    public void BindBlob(int parameter, ReadOnlySpan<byte> value) => Check(raw.sqlite3_bind_blob(statement, parameter, value));

    /// <summary>Runs it to its end.</summary>
    /// <returns>Rows changed.</returns>
    public int Run()
    {
        while (Step())
        {
            // The rows of a statement that is run do not matter.
        }
        return raw.sqlite3_changes(database);
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>False at the end; it can be bound again then.</returns>
    public bool Step()
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW) return true;
        var reset = raw.sqlite3_reset(statement);
        if (code != raw.SQLITE_DONE) Check(reset == raw.SQLITE_OK ? code : reset);
        return false;
    }

    /// <summary>Leaves the rows that were not asked for.</summary>
    public void Reset() => raw.sqlite3_reset(statement);

    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    public long? NumberOrNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL ? null : raw.sqlite3_column_int64(statement, column);

    public void Dispose() => statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw new SqliteException(raw.sqlite3_errmsg(database).utf8_to_string(), code, raw.sqlite3_extended_errcode(database));
    }
}
