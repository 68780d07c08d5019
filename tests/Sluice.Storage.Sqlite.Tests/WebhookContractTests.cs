using Sluice.Metering.Webhooks;
using Sluice.Storage.Contract;

namespace Sluice.Storage.Sqlite.Tests;

public sealed class SqliteWebhookStoreTests : WebhookStoreTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<IWebhookStore> NewWebhooksAsync() => new(temporary.Store.Webhooks!);

    public ValueTask DisposeAsync() => temporary.DisposeAsync();

    [Fact]
    public async Task Secrets_are_not_in_the_file()
    {
        var secret = WebhookSecret.Make();
        var endpoint = new WebhookEndpoint
        {
            Id = WebhookId.New(TimeProvider.System),
            Society = Scopes.GreenPark.Society,
            Url = "https://example.org/",
            Types = ["alert.raised"],
            CreatedAt = Invented.Noon,
            CreatedBy = "alice",
        };
        await temporary.Store.Webhooks!.AddAsync(Scopes.GreenPark, endpoint, secret, Cancel);
        await temporary.Store.Webhooks.RotateAsync(Scopes.GreenPark, endpoint.Id, WebhookSecret.Make(), Invented.Noon, Cancel);
        await temporary.ReopenAsync();
        Assert.Equal(secret, (await temporary.Store.Webhooks!.FindSecretsAsync(Scopes.GreenPark, endpoint.Id, Cancel))!.Previous);
        await temporary.CloseAsync();
        foreach (var file in Directory.EnumerateFiles(temporary.Folder)) Assert.True((await File.ReadAllBytesAsync(file, Cancel)).AsSpan().IndexOf(secret) < 0, file);
    }
}
