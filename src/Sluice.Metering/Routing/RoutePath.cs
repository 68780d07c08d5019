namespace Sluice.Metering.Routing;

/// <summary>A path being shortened. An extra node, 0, at no distance from any other, closes it to a ring: its neighbours in the ring are the two open ends.</summary>
internal sealed partial class RoutePath
{
    private const int Neighbours = 8;

    /// <summary>Less than this is no gain but rounding.</summary>
    private const double Least = 1e-7;

    private readonly double[] x;
    private readonly double[] y;
    private readonly int count;               // nodes, 0 included
    private readonly int[] ring;              // position -> node; node 0 stays at position 0
    private readonly int[] position;          // node -> position
    private readonly int[] near;              // Neighbours (or fewer) per node, nearest first
    private readonly int width;
    private readonly bool startFixed;         // node 1 stays at position 1

    public RoutePath(double[] x, double[] y, bool startFixed)
    {
        this.x = [0, .. x];
        this.y = [0, .. y];
        this.startFixed = startFixed;
        count = x.Length + 1;
        ring = new int[count];
        position = new int[count];
        width = Math.Min(Neighbours, count - 2);
        near = new int[count * Math.Max(width, 0)];
        waiting = new int[count];
        isWaiting = new bool[count];
        FindNeighbours();
        GoToTheNearest();
    }

    /// <summary>The places in order, numbered from 0.</summary>
    public IEnumerable<int> Order => ring.Skip(1).Select(static node => node - 1);

    private double Distance(int a, int b)
    {
        if (a == 0 || b == 0) return 0;
        var (dx, dy) = (x[a] - x[b], y[a] - y[b]);
        return Math.Sqrt((dx * dx) + (dy * dy));
    }

    private int Next(int node) => position[node] + 1 is var p && p < count ? ring[p] : 0;

    private int Previous(int node) => position[node] is var p && p > 0 ? ring[p - 1] : ring[count - 1];

    private void FindNeighbours()
    {
        if (width <= 0) return;
        var distances = new double[width];
        for (var node = 1; node < count; node++)
        {
            var found = 0;
            var own = near.AsSpan(node * width, width);
            for (var other = 1; other < count; other++)
            {
                if (other == node) continue;
                var (dx, dy) = (x[node] - x[other], y[node] - y[other]);
                var distance = (dx * dx) + (dy * dy);
                if (found == width && distance >= distances[width - 1]) continue;
                var at = found < width ? found++ : width - 1;
                for (; at > 0 && distances[at - 1] > distance; at--) (own[at], distances[at]) = (own[at - 1], distances[at - 1]);
                (own[at], distances[at]) = (other, distance);
            }
        }
    }

    private void GoToTheNearest()
    {
        for (var i = 0; i < count; i++) ring[i] = i;
        for (var i = 1; i < count - 1; i++)
        {
            var (best, bestDistance) = (i + 1, double.MaxValue);
            for (var j = i + 1; j < count; j++)
            {
                var distance = Distance(ring[i], ring[j]);
                if (distance < bestDistance) (best, bestDistance) = (j, distance);
            }
            (ring[i + 1], ring[best]) = (ring[best], ring[i + 1]);
        }
        for (var i = 0; i < count; i++) position[ring[i]] = i;
    }

    /// <summary>Turns round what lies between two positions.</summary>
    private void Reverse(int first, int last)
    {
        if (first >= last) return;
        done.Add((first, last));
        Turn(first, last);
    }

    private void Turn(int first, int last)
    {
        for (; first < last; first++, last--)
        {
            (ring[first], ring[last]) = (ring[last], ring[first]);
            position[ring[first]] = first;
            position[ring[last]] = last;
        }
    }
}
