using Sluice.Client;
using Sluice.Contracts.People;

namespace Sluice.Ui.SignIn;

/// <summary>Who uses the app now, and what they may see.</summary>
public sealed class Session(ISignIn signIn, SluiceClient client)
{
    /// <summary>Who; null: nobody is logged in.</summary>
    public MeDto? Me { get; private set; }

    /// <summary>True when the log-in was known already and the server could not be asked.</summary>
    public bool IsFromMemory { get; private set; }

    /// <summary>Raised when somebody came or went.</summary>
    public event Action? Changed;

    /// <summary>True for operators.</summary>
    public bool IsOperator => Me?.Role == "SuperAdmin";

    /// <summary>True for who manages societies: theirs, or all.</summary>
    public bool IsAdmin => IsOperator || Me?.Role == "SocietyAdmin";

    /// <summary>Takes up the log-in kept on this device; without network as it was left.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        if (await signIn.LoadAsync() is not { } kept) return;
        Me = kept.Me;
        if (Me is null) await RefreshAsync(ct);
        else IsFromMemory = true;   // shown at once; the server is asked behind it
    }

    /// <summary>Asks the server who this is. Nobody, when the log-in was ended elsewhere.</summary>
    public async Task RefreshAsync(CancellationToken ct)
    {
        try
        {
            Me = await client.GetMeAsync(ct);
            IsFromMemory = false;
            await signIn.KeepAsync(Me);
        }
        catch (ProblemException e) when (e.Code == ProblemException.LoggedOut || e.Status == System.Net.HttpStatusCode.Unauthorized)
        {
            Me = null;
        }
        catch (HttpRequestException)
        {
            IsFromMemory = Me is not null;
        }
        Changed?.Invoke();
    }

    /// <summary>Logs out here and at the issuer.</summary>
    public async Task EndAsync()
    {
        Me = null;
        Changed?.Invoke();
        await signIn.EndAsync();
    }
}
