namespace Sluice.Metering.Routing;

internal sealed partial class RoutePath
{
    /// <summary>A restart changes so many places in a row at most: what it breaks is mended nearby.</summary>
    private const int KickSpan = 50;

    private const int LongestSegment = 3;

    private readonly List<(int First, int Last)> done = [];   // what to undo
    private readonly int[] waiting;                           // nodes whose edges have changed, a ring buffer
    private readonly bool[] isWaiting;
    private int firstWaiting;
    private int waitingCount;

    private int FirstMovable => startFixed ? 2 : 1;

    /// <summary>Shortens the path.</summary>
    public void Improve(int kicks, int seed)
    {
        if (count - FirstMovable < 2) return;
        for (var i = 1; i < count; i++) Wait(ring[i]);
        Descend();
        done.Clear();
        if (count - FirstMovable < 4) return;
        var random = new Random(seed);
        for (var i = 0; i < kicks; i++)
        {
            var gain = Kick(random) + Descend();
            if (gain < 0)
                for (var u = done.Count - 1; u >= 0; u--) Turn(done[u].First, done[u].Last);
            done.Clear();
        }
    }

    /// <summary>Swaps two neighbouring stretches.</summary>
    /// <returns>What it gains; mostly negative.</returns>
    private double Kick(Random random)
    {
        var first = random.Next(FirstMovable, count - 1);
        var end = Math.Min(count, first + KickSpan);                  // exclusive
        var second = random.Next(first + 1, end);
        var after = random.Next(second + 1, end + 1);                 // where the second stretch ends, exclusive
        var (before, a, z, b, tail, next) = (ring[first - 1], ring[first], ring[second - 1], ring[second], ring[after - 1], after < count ? ring[after] : 0);
        Reverse(first, after - 1);
        Reverse(first, first + (after - second) - 1);
        Reverse(first + (after - second), after - 1);
        Wait(before);
        Wait(a);
        Wait(z);
        Wait(b);
        Wait(tail);
        Wait(next);
        return Distance(before, a) + Distance(z, b) + Distance(tail, next) - Distance(before, b) - Distance(tail, a) - Distance(z, next);
    }

    /// <summary>Shortens around the waiting nodes until nothing more is found.</summary>
    /// <returns>What it gained.</returns>
    private double Descend()
    {
        var gained = 0.0;
        while (waitingCount > 0)
        {
            var node = waiting[firstWaiting];
            firstWaiting = (firstWaiting + 1) % count;
            waitingCount--;
            isWaiting[node] = false;
            double gain;
            do
            {
                gain = TwoOpt(node);
                if (gain == 0) gain = MoveSegment(node);
                gained += gain;
            } while (gain > 0);
        }
        return gained;
    }

    /// <summary>Exchanges an edge of the node and another one, where that is shorter.</summary>
    private double TwoOpt(int a)
    {
        for (var forward = 0; forward < 2; forward++)
        {
            var b = forward == 0 ? Next(a) : Previous(a);
            if (Keeps(a, b)) continue;
            var old = Distance(a, b);
            for (var n = 0; n < width; n++)
            {
                var c = near[(a * width) + n];
                var gain = old - Distance(a, c);
                if (gain <= Least) break;
                var d = forward == 0 ? Next(c) : Previous(c);
                if (c == b || d == a || Keeps(c, d)) continue;
                gain += Distance(c, d) - Distance(b, d);
                if (gain <= Least) continue;
                var (i, j) = forward == 0 ? (position[a], position[c]) : (position[b], position[d]);
                if (i > j) (i, j) = (j, i);
                Reverse(i + 1, j);
                Wait(a);
                Wait(b);
                Wait(c);
                Wait(d);
                return gain;
            }
        }
        return 0;
    }

    /// <summary>Moves one to three nodes that begin or end with the node next to one of its neighbours, where that is shorter.</summary>
    private double MoveSegment(int a)
    {
        for (var length = 1; length <= LongestSegment; length++)
            for (var forward = 0; forward < (length == 1 ? 1 : 2); forward++)
            {
                var first = forward == 0 ? position[a] : position[a] - length + 1;
                var last = first + length - 1;
                if (first < FirstMovable || last >= count) continue;
                var (before, after, other) = (ring[first - 1], last + 1 < count ? ring[last + 1] : 0, forward == 0 ? ring[last] : ring[first]);
                var removed = Distance(before, ring[first]) + Distance(ring[last], after) - Distance(before, after);
                for (var n = 0; n < width; n++)
                {
                    var c = near[(a * width) + n];
                    if (removed - Distance(a, c) <= Least) break;
                    if (position[c] >= first && position[c] <= last) continue;
                    for (var side = 0; side < 2; side++)
                    {
                        var e = side == 0 ? Next(c) : Previous(c);
                        if (Keeps(c, e) || (position[e] >= first && position[e] <= last)) continue;
                        var gain = removed - Distance(a, c) - Distance(other, e) + Distance(c, e);
                        if (gain <= Least) continue;
                        // The segment lies between left and left + 1 then; a at the side of c.
                        Insert(first, last, left: side == 0 ? position[c] : position[e], turned: (side == 0) == (forward != 0));
                        Wait(before);
                        Wait(after);
                        Wait(a);
                        Wait(other);
                        Wait(c);
                        Wait(e);
                        return gain;
                    }
                }
            }
        return 0;
    }

    private void Insert(int first, int last, int left, bool turned)
    {
        var length = last - first + 1;
        if (left > last)
        {
            Reverse(first, left);
            Reverse(first, left - length);
            if (!turned) Reverse(left - length + 1, left);
        }
        else
        {
            Reverse(left + 1, last);
            Reverse(left + 1 + length, last);
            if (!turned) Reverse(left + 1, left + length);
        }
    }

    /// <summary>True for the edge that says where the path begins.</summary>
    private bool Keeps(int a, int b) => startFixed && a + b == 1;

    private void Wait(int node)
    {
        if (node == 0 || isWaiting[node]) return;
        waiting[(firstWaiting + waitingCount++) % count] = node;
        isWaiting[node] = true;
    }
}
