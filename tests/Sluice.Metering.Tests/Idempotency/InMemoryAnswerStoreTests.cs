using Sluice.Metering.Idempotency;
using Sluice.Storage.Contract;

namespace Sluice.Metering.Tests.Idempotency;

public sealed class InMemoryAnswerStoreTests : AnswerStoreTests
{
    protected override ValueTask<IAnswerStore> NewAnswerStoreAsync() => new(new InMemoryAnswerStore());
}
