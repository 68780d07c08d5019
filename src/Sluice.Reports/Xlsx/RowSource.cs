namespace Sluice.Reports.Xlsx;

/// <summary>Rows with one in hand, so that a sheet can end before the next row without losing it.</summary>
internal sealed class RowSource<TRow>(IAsyncEnumerator<TRow> rows)
{
    /// <summary>True while there is a row in hand.</summary>
    public bool HasRow { get; private set; }

    /// <summary>The row in hand.</summary>
    public TRow Row => rows.Current;

    public async ValueTask AdvanceAsync() => HasRow = await rows.MoveNextAsync();

    /// <summary>Takes at most so many rows.</summary>
    public async ValueTask<List<TRow>> TakeAsync(int most)
    {
        var taken = new List<TRow>();
        while (HasRow && taken.Count < most)
        {
            taken.Add(Row);
            await AdvanceAsync();
        }
        return taken;
    }
}
