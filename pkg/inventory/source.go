package inventory

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/ntpaudit/ntpaudit/pkg/safefile"
)

// maxSource bounds what one source may hold: 200,000 devices and more.
const maxSource = 64 << 20

// Source is a place that yields one document of an inventory: a file, a text, or what is asked for it.
type Source struct {
	title string
	yield func(context.Context, Words) (*document, error) // whose error begins with the title
}

// Title names the source, as errors do.
func (s Source) Title() string { return s.title }

// File is a file, or a pipe that stands for one.
func File(path string) Source { return FileBy(safefile.Read, path) }

// FileBy is a file that is read in another way, as standard input is.
func FileBy(read safefile.ReadFunc, path string) Source {
	title := safefile.Title(path)
	return Source{title, func(_ context.Context, words Words) (*document, error) {
		data, err := read(path, maxSource)
		var at *fs.PathError
		switch {
		case errors.As(err, &at):
			return nil, fmt.Errorf("%s: cannot be read: %w", title, at.Err)
		case err != nil:
			return nil, err
		}
		return parse(title, data, words)
	}}
}

// Text is a text that is there already. The name tells its form and the folder that relative paths start from.
func Text(name string, data []byte) Source {
	return Source{name, func(_ context.Context, words Words) (*document, error) { return parse(name, data, words) }}
}

// Asked is what another program or host answers. The title tells the form of the answer, as a name of a file does, and
// begins the errors; ask need not name it. It is left behind if it goes on after the end of its context.
func Asked(title string, ask func(context.Context) ([]byte, error)) Source {
	return Source{title, func(ctx context.Context, words Words) (*document, error) {
		data, err := ask(ctx)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", title, err)
		}
		return parse(title, data, words)
	}}
}

// document is what the source yields before ctx ends. Nothing ends a read that waits for a pipe: it goes on without
// a reader of its result.
func (s Source) document(ctx context.Context, words Words) (*document, error) {
	type outcome struct {
		doc *document
		err error
	}
	if ctx.Err() != nil {
		return nil, s.ended(ctx)
	}
	done := make(chan outcome, 1)
	go func() {
		doc, err := s.yield(ctx, words)
		done <- outcome{doc, err}
	}()
	select {
	case o := <-done:
		return o.doc, o.err
	case <-ctx.Done():
		return nil, s.ended(ctx)
	}
}

func (s Source) ended(ctx context.Context) error {
	return fmt.Errorf("%s: not read to its end: %w", s.title, context.Cause(ctx))
}

func parse(title string, data []byte, words Words) (*document, error) {
	if len(data) > maxSource {
		return nil, fmt.Errorf("%s: larger than %d MiB; split it", title, maxSource>>20)
	}
	return read(title, data, words), nil
}
