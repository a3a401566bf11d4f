package fix

import "slices"

// related groups the failures whose changes set the same thing: their lines are the same, or
// contradict each other. A group stands where the last of its failures does.
func related(failures []fixable) [][]fixable {
	groups := kin{}
	first := make(map[target]int) // the first failure that sets a thing
	for i, f := range failures {
		groups = append(groups, i)
		for _, s := range f.lines {
			if other, seen := first[s.target()]; seen {
				groups.join(other, i)
			} else {
				first[s.target()] = i
			}
		}
	}
	var list [][]fixable
	place := make(map[int]int)
	for i := len(failures) - 1; i >= 0; i-- {
		head := groups.head(i)
		if _, seen := place[head]; !seen {
			place[head], list = len(list), append(list, nil)
		}
		list[place[head]] = append(list[place[head]], failures[i])
	}
	slices.Reverse(list)
	for _, group := range list {
		slices.Reverse(group)
	}
	return list
}

// kin is, for each failure, another of its group, or itself at the head of one.
type kin []int

func (k kin) head(i int) int {
	for k[i] != i {
		k[i] = k[k[i]] // halving the way keeps all ways short
		i = k[i]
	}
	return i
}

func (k kin) join(i, j int) { k[k.head(j)] = k.head(i) }
