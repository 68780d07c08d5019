namespace Sluice.Fuzz;

/// <summary>One piece of code under attack. The input's bytes decide everything it does, so that an input can be replayed.</summary>
public abstract class FuzzTarget
{
    /// <summary>The name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Well-formed inputs to start from.</summary>
    public abstract IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Byte sequences that mean something to the target; the mutator puts them in.</summary>
    public virtual IReadOnlyList<byte[]> Words => [];

    /// <summary>Inputs never grow beyond this many bytes.</summary>
    public virtual int LongestInput => 300;

    /// <summary>Runs one input. Throws what the code under attack throws, or <see cref="FuzzFailureException"/> when a promise is broken.</summary>
    /// <returns>What happened, as a hash: inputs that made something new happen are mutated further.</returns>
    public abstract int Run(ReadOnlySpan<byte> input);

    /// <summary>Fails the input when a promise does not hold.</summary>
    protected static void Require(bool holds, string promise)
    {
        if (!holds) throw new FuzzFailureException(promise);
    }

    /// <summary>The letters of a message without what it quotes: the kind of refusal.</summary>
    protected static int BehaviourOf(Exception refusal)
    {
        var state = 1;
        var quoted = false;
        foreach (var c in refusal.Message)
        {
            if (c is '\'' or '"') quoted = !quoted;
            if (!quoted && char.IsAsciiLetter(c)) state = Mix(state, c);
        }
        return state;
    }

    /// <summary>A number that differs for what should count as different, and is the same in every run.</summary>
    protected static int Mix(int state, int value) => unchecked((int)((((uint)state << 5) | ((uint)state >> 27)) ^ (uint)value) * (int)0x9E3779B1);
}

/// <summary>A promise of the code under attack was broken.</summary>
public sealed class FuzzFailureException : Exception
{
    public FuzzFailureException()
    {
    }

    public FuzzFailureException(string message) : base(message)
    {
    }

    public FuzzFailureException(string message, Exception inner) : base(message, inner)
    {
    }
}
