using Sluice.Metering.Webhooks;
using Sluice.Storage.Contract;

namespace Sluice.Metering.Tests;

public sealed class InMemoryWebhookStoreTests : WebhookStoreTests
{
    protected override ValueTask<IWebhookStore> NewWebhooksAsync() => new(new InMemoryWebhookStore());
}
