using System.Runtime.InteropServices;
using SQLitePCL;

namespace Sluice.Storage.Sqlite;

/// <summary>The calls of SQLite that a telegram makes dozens of, without the counting of handles around each. Those that return at once do not let the collector in.</summary>
internal static partial class NativeSqlite
{
    private const string Library = "e_sqlite3";
    private const int MemoryStatistics = 9, Off = 0;

    private static readonly bool IsConfigured = Configure();

    /// <summary>Has SQLite leave out locks that nothing here needs: every connection is used by one thread at a time and disposed with its statements, and nobody asks for SQLite's memory statistics. To be called before
    /// the first connection; when somebody else was first, SQLite keeps its locks.</summary>
    internal static bool EnsureConfigured() => IsConfigured;

    private static bool Configure()
    {
        Batteries_V2.Init();
        return raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD) == raw.SQLITE_OK && raw.sqlite3_config(MemoryStatistics, Off) == raw.SQLITE_OK;
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64"), SuppressGCTransition, DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int BindNumber(nint statement, int parameter, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_null"), SuppressGCTransition, DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int BindNull(nint statement, int parameter);

    [LibraryImport(Library, EntryPoint = "sqlite3_step"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Reset(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_changes"), SuppressGCTransition, DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Changes(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64"), SuppressGCTransition, DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial long Number(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_type"), SuppressGCTransition, DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Type(nint statement, int column);
}
