using Sluice.Client;
using Sluice.Contracts.Societies;
using Sluice.Ui.Browser;
using Sluice.Ui.SignIn;

namespace Sluice.Ui.Shell;

/// <summary>The society that pages about one society show; kept on this device.</summary>
public sealed class ChosenSociety(SluiceClient client, Session session, IKeptChoices choices)
{
    private const string Key = "society";
    private const int Most = 1_000;
    private Task? loading;

    /// <summary>All the caller sees; empty until <see cref="LoadAsync"/>.</summary>
    public IReadOnlyList<SocietyDto> All { get; private set; } = [];

    /// <summary>The chosen one; null: there is none to choose.</summary>
    public SocietyDto? Now { get; private set; }

    /// <summary>Raised when another was chosen, or the list changed; not when the societies came in first.</summary>
    public event Action? Changed;

    /// <summary>Asks for the societies once; pages that ask at the same time wait for the same answer.</summary>
    /// <returns>The chosen one.</returns>
    public async Task<SocietyDto?> LoadAsync(CancellationToken ct)
    {
        if (Now is not null || session.Me is null) return Now;
        if (loading is null or { IsCompleted: true }) loading = AskAsync();
        await loading.WaitAsync(ct);
        return Now;
    }

    /// <summary>Asks again, for example after one was added.</summary>
    public async Task ReloadAsync()
    {
        await AskAsync();
        Changed?.Invoke();
    }

    private async Task AskAsync()
    {
        All = (await client.ListSocietiesAsync(CancellationToken.None, limit: Most)).Societies;
        var wanted = Now?.Id ?? await choices.GetAsync(Key);
        Now = All.FirstOrDefault(s => s.Id == wanted) ?? (All.Count > 0 ? All[0] : null);
    }

    /// <summary>Chooses another.</summary>
    public async Task ChooseAsync(string id)
    {
        if (All.FirstOrDefault(s => s.Id == id) is not { } society || society.Id == Now?.Id) return;
        Now = society;
        await choices.SetAsync(Key, id);
        Changed?.Invoke();
    }
}
