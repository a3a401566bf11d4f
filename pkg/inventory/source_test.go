package inventory_test

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ntpaudit/ntpaudit/pkg/inventory"
)

func asked(title, answer string) inventory.Source {
	return inventory.Asked(title, func(context.Context) ([]byte, error) { return []byte(answer), nil })
}

func TestSourcesThatAreNoFilesJoinInOrder(t *testing.T) {
	inv, err := inventory.Load(context.Background(), []inventory.Source{
		asked("https://cmdb.example.net/devices.json", `{"devices": [{"name": "b", "groups": ["core"]}]}`),
		inventory.Text("site.yaml", []byte("groups: {core: {tags: [core]}}\ndevices: [a]\n")),
		asked("cmdb", "c.example.net\n"),
		inventory.FileBy(func(string, int64) ([]byte, error) { return []byte("devices: [d]\n"), nil }, "-"),
	}, words())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range inv.Devices {
		got = append(got, d.Name+" "+strings.Join(d.Tags, " "))
	}
	if diff := cmp.Diff([]string{"b core", "a ", "c.example.net ", "d "}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAnErrorNamesTheSource(t *testing.T) {
	refused := errors.New("refused the token")
	fails := func(context.Context) ([]byte, error) { return nil, refused }
	gone := func(string, int64) ([]byte, error) {
		return nil, &fs.PathError{Op: "open", Path: "/dev/stdin", Err: fs.ErrClosed}
	}
	tests := map[string]struct {
		source inventory.Source
		want   string
		is     error
	}{
		"asked":     {inventory.Asked("cmdb", fails), "cmdb: refused the token", refused},
		"no file":   {inventory.File("none.yaml"), "none.yaml: cannot be read: ", fs.ErrNotExist},
		"by reader": {inventory.FileBy(gone, "-"), "standard input: cannot be read: ", fs.ErrClosed},
		"folder":    {inventory.File("."), ".: a folder, not a file", nil},
		"too large": {inventory.Text("big", make([]byte, 64<<20+1)), "big: larger than 64 MiB", nil},
		"unsound":   {asked("cmdb.yaml", "device: []\n"), `cmdb.yaml:1:1: unknown key "device"`, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := inventory.Load(context.Background(), []inventory.Source{inventory.Text("a.yaml", []byte("devices: [a]\n")), tt.source}, words())
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) || tt.is != nil && !errors.Is(err, tt.is) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// A source that waits is ended by the context, whether it knows of it or not.
func TestTheContextEndsASource(t *testing.T) {
	never := make(chan struct{})
	t.Cleanup(func() { close(never) })
	for name, source := range map[string]inventory.Source{
		"knows": inventory.Asked("cmdb", func(ctx context.Context) ([]byte, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}),
		"does not": inventory.FileBy(func(string, int64) ([]byte, error) {
			<-never
			return nil, nil
		}, "cmdb"),
	} {
		t.Run(name, func(t *testing.T) {
			ctx, stop := context.WithTimeout(context.Background(), time.Millisecond)
			defer stop()
			_, err := inventory.Load(ctx, []inventory.Source{source, asked("later", "a\n")}, words())
			if !errors.Is(err, context.DeadlineExceeded) || !strings.HasPrefix(err.Error(), "cmdb: ") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestNoSourceIsAskedAfterTheEnd(t *testing.T) {
	ctx, stop := context.WithCancelCause(context.Background())
	stop(errors.New("interrupted"))
	_, err := inventory.Load(ctx, []inventory.Source{inventory.Asked("cmdb", func(context.Context) ([]byte, error) {
		t.Error("asked")
		return nil, nil
	})}, words())
	if err == nil || err.Error() != "cmdb: not read to its end: interrupted" {
		t.Errorf("got %v", err)
	}
}
