using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Sluice.Metering.Storage;

namespace Sluice.Storage.Sqlite;

/// <summary>The one writer. Whatever waits while a transaction is being synced to disk goes into the next one together, so that many callers share one fsync and a
/// lone caller waits for nobody.</summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    /// <summary>Calls that may wait; further callers wait for a place.</summary>
    private const int MaxWaiting = 4096;

    /// <summary>Rows after which a transaction is closed even if more calls wait: bounds memory and the time a caller waits.</summary>
    private const int MaxRows = 20_000;

    private readonly Channel<Work> waiting = Channel.CreateBounded<Work>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly Session session;
    private readonly string path;
    private readonly Task loop;

    public GroupCommit(Session session, string path)
    {
        this.session = session;
        this.path = path;
        loop = Task.Run(LoopAsync);
    }

    /// <summary>Runs <paramref name="write"/> in a transaction shared with others; returns when it is on disk.</summary>
    /// <param name="rows">About how many rows it writes.</param>
    /// <exception cref="StorageException">The transaction failed and nothing of it is stored.</exception>
    public async ValueTask<T> RunAsync<T>(Func<Session, T> write, int rows, CancellationToken ct)
    {
        var work = new Work<T>(write, rows);
        try
        {
            await waiting.Writer.WriteAsync(work, ct);
        }
        catch (ChannelClosedException e)
        {
            throw new StorageException(StorageFault.Broken, $"The store '{path}' is closed.", e);
        }
        return await work.Task.WaitAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await loop;
        session.Dispose();
    }

    private async Task LoopAsync()
    {
        var group = new List<Work>();
        while (await waiting.Reader.WaitToReadAsync())
        {
            var rows = 0;
            while (rows < MaxRows && waiting.Reader.TryRead(out var work))
            {
                group.Add(work);
                rows += work.Rows;
            }
            Commit(group);
            group.Clear();
        }
    }

    /// <summary>Calls that wait now.</summary>
    public int Waiting => waiting.Reader.Count;

    private void Commit(List<Work> group)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            session.Control("BEGIN IMMEDIATE");
            foreach (var work in group)
            {
                session.Control("SAVEPOINT work");
                try
                {
                    work.Run(session);
                }
                catch (Exception e) when (e is not SqliteException)
                {
                    // A caller's mistake or bad data: undo this caller only.
                    session.Control("ROLLBACK TO work");
                    work.Failure = e;
                }
                session.Control("RELEASE work");
            }
            session.Control("COMMIT");
            StoreMeters.CommitDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
            session.TellCommitted();
        }
        catch (SqliteException e)
        {
            StoreMeters.CommitFailures.Add(1);
            var failure = Faults.From(e, path);
            Rollback();
            session.TellUndone();
            foreach (var work in group) work.Failure = failure;
        }
        foreach (var work in group) work.Finish();
    }

    private void Rollback()
    {
        try
        {
            session.Control("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself already, as it does when the disk is full.
        }
    }

    private abstract class Work(int rows)
    {
        public int Rows => rows;

        public Exception? Failure { get; set; }

        public abstract void Run(Session session);

        public abstract void Finish();
    }

    private sealed class Work<T>(Func<Session, T> write, int rows) : Work(rows)
    {
        private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? result;

        public Task<T> Task => done.Task;

        public override void Run(Session session) => result = write(session);

        public override void Finish()
        {
            if (Failure is { } failure) done.SetException(failure);
            else done.SetResult(result!);
        }
    }
}
