//go:build !linux

package timeline

func systemClocks() func() Reading { return goClocks() }
