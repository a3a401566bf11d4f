package check

// Once returns what compute returns, and calls it once for each key and device. What is derived from all
// rows of a device is asked for by every check, and for every row: derived each time, it would
// cost the square of what a device sends. Keys are of the caller's own type.
func Once[T any](p *Pass, key any, compute func() T) T {
	if p.derived == nil {
		p.derived = make(map[any]any)
	}
	return once(p.derived, key, compute)
}

// OnceForAll is Once for what does not depend on the device, nor on its policy.
func OnceForAll[T any](p *Pass, key any, compute func() T) T {
	if p.common == nil {
		p.common = make(map[any]any)
	}
	return once(p.common, key, compute)
}

func once[T any](derived map[any]any, key any, compute func() T) T {
	if v, ok := derived[key].(T); ok {
		return v
	}
	v := compute()
	derived[key] = v
	return v
}
