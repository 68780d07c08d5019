using System.Reflection;

namespace Sluice.Api.Tests.Exports;

/// <summary>A port that counts what is asked of it.</summary>
public class CountedCalls : DispatchProxy
{
    private object port = null!;
    private Dictionary<string, int> calls = [];

    /// <summary>The port, counting into <paramref name="calls"/> by method.</summary>
    public static T Of<T>(T port, Dictionary<string, int> calls) where T : class
    {
        var proxy = Create<T, CountedCalls>();
        var counter = (CountedCalls)(object)proxy;
        (counter.port, counter.calls) = (port, calls);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var name = $"{targetMethod!.DeclaringType!.Name}.{targetMethod.Name}";
        lock (calls) calls[name] = calls.GetValueOrDefault(name) + 1;
        return targetMethod.Invoke(port, args);
    }
}
