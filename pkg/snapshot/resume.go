package snapshot

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const resumePrefix = "resume-"

func resumeFolder(n int) string { return fmt.Sprintf("%s%02d", resumePrefix, n) }

// resumeNumber is which resumption of a run a folder is, counted from 1. ok is false where it is none.
func resumeNumber(name string) (n int, ok bool) {
	n, err := strconv.Atoi(strings.TrimPrefix(name, resumePrefix))
	return n, err == nil && n > 0 && name == resumeFolder(n)
}

// Resume proves that a run can be saved beside those that a folder holds, and changes nothing: Begin does.
func Resume(dir string) (*Writer, error) {
	root, err := resolved(dir)
	if err != nil {
		return nil, fmt.Errorf("resume: %w", err)
	}
	held, err := occupant(root)
	switch {
	case err != nil:
		return nil, fmt.Errorf("resume: %w", err)
	case held == nil:
		return nil, fmt.Errorf("resume: %s holds no run; --save begins one", dir)
	}
	if err := provable(root); err != nil {
		return nil, fmt.Errorf("resume: %w", err)
	}
	return newWriter(root, (*Writer).makeResumeFolder), nil
}

// makeResumeFolder takes the next free number: resumptions that begin at once have one each.
func (w *Writer) makeResumeFolder() error {
	numbers, err := resumptions(w.dir)
	if err != nil {
		return err
	}
	next := 1
	if len(numbers) > 0 {
		next = numbers[len(numbers)-1] + 1
	}
	for {
		dir := filepath.Join(w.dir, resumeFolder(next))
		err := os.Mkdir(dir, 0o700)
		switch {
		case err == nil:
			w.dir = dir
			return os.Mkdir(filepath.Join(dir, devicesFolder), 0o700)
		case !errors.Is(err, fs.ErrExist):
			return err
		}
		next++
	}
}

// resumptions lists the numbers of the resumed runs in a folder, in order.
func resumptions(dir string) ([]int, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var numbers []int
	for _, e := range entries {
		if n, ok := resumeNumber(e.Name()); ok && e.IsDir() {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return numbers, nil
}

// LoadAll reads the run that a folder holds, and those that resumed it, in the order in which they began. A
// resumption that was killed before its first question is left out.
func LoadAll(dir string, options ...Option) ([]*Snapshot, error) {
	first, err := Load(dir, options...)
	if err != nil {
		return nil, err
	}
	all := []*Snapshot{first}
	numbers, err := resumptions(dir)
	if err != nil {
		return nil, fmt.Errorf("load snapshot: %w", err)
	}
	for _, n := range numbers {
		next, err := Load(filepath.Join(dir, resumeFolder(n)), options...)
		var none *NoRunError
		if errors.As(err, &none) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, next)
	}
	return all, nil
}
