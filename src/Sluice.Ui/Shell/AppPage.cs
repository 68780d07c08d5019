using Microsoft.AspNetCore.Components;
using Sluice.Client;

namespace Sluice.Ui.Shell;

/// <summary>A page that asks the server: knows whether it waits, what went wrong, and stops asking when it is left.</summary>
public abstract class AppPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource leaving = new();

    [Inject] private Texts Words { get; set; } = null!;

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Gone { get; private set; }

    /// <summary>True while the server is asked.</summary>
    protected bool IsBusy { get; private set; }

    /// <summary>What went wrong last, for people; null: nothing.</summary>
    protected string? Problem { get; set; }

    /// <summary>Remembers the token: a disposed source has none.</summary>
    protected AppPage() => Gone = leaving.Token;

    /// <summary>Does something that asks the server; what goes wrong is shown.</summary>
    /// <returns>False when it went wrong.</returns>
    protected async Task<bool> TryAsync(Func<Task> work)
    {
        (IsBusy, Problem) = (true, null);
        StateHasChanged();
        try
        {
            await work();
            return true;
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e) when (Explain(e, Words) is { } text)
        {
            Problem = text;
            return false;
        }
        finally
        {
            IsBusy = false;
            if (!Gone.IsCancellationRequested) StateHasChanged();
        }
    }

    /// <summary>What people are told; null: nobody foresaw this.</summary>
    public static string? Explain(Exception e, Texts words) => e switch
    {
        ProblemException { Code: ProblemException.LoggedOut } => words["Problem.LoggedOut"],
        ProblemException { Status: System.Net.HttpStatusCode.Forbidden } => words["Problem.Forbidden"],
        ProblemException problem => problem.Message,
        HttpRequestException => words["Problem.Offline"],
        TaskCanceledException => words["Problem.Slow"],
        _ => null,
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what the page began.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || leaving.IsCancellationRequested) return;
        leaving.Cancel();
        leaving.Dispose();
    }
}
