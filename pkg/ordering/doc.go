// Package ordering says how far apart two log lines of different devices must be stamped for their order to be certain.
//
// Devices A and B are known by how far their clocks are ahead, as intervals on one scale. A line that A stamps a certainly came
// before one that B stamps b if b − a > B.hi − A.lo + q, and after it if a − b > A.hi − B.lo + q; q is the sum of what the
// stamps of both leave out, such as 1 s where they have no milliseconds. What the scale itself is uncertain by is the same for
// both and does not matter (reference/judgement.md, J20).
//
//	clocks := []ordering.Clock{{Offset: interval.Around(0, ms), Quantum: ms}, {Offset: interval.Around(5*ms, ms), Quantum: ms}}
//	ordering.AsLogged(clocks[0], clocks[1])  // 9 ms: what a reader of the logs has
//	ordering.Corrected(clocks[0], clocks[1]) // 6 ms: what remains once the offsets are subtracted
//
// Nothing here costs more than n log n, and a factor for the digits of the result.
package ordering
