package measure

// Together sorts things that share a key into groups, also those that share one over others between them. It returns, for
// each thing, the place of the first of its group in the list. What has no key is a group of its own.
func Together[K comparable](keys [][]K) []int {
	first := make([]int, len(keys)) // of the group, over any number of steps that lead down the list
	root := func(i int) int {
		for first[i] != i {
			first[i] = first[first[i]] // halves the way for the next
			i = first[i]
		}
		return i
	}
	holder := map[K]int{}
	for i, own := range keys {
		first[i] = i
		for _, key := range own {
			j, held := holder[key]
			if !held {
				holder[key] = i
				continue
			}
			a, b := root(i), root(j)
			first[max(a, b)] = min(a, b)
		}
	}
	for i := range first {
		first[i] = root(i)
	}
	return first
}
