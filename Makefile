# Every target needs Go and make only; `make help` lists them.

GO      ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X github.com/ntpaudit/ntpaudit/pkg/cli.version=$(VERSION)

STATICCHECK := $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2
CROSS       := linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64
FUZZTIME    ?= 20s

export CGO_ENABLED = 0

.DEFAULT_GOAL := help
.PHONY: help build demo test wall race fuzz lint format bench cover golden zones editions clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## the binary ./ntpaudit: static, without cgo
	$(GO) build -trimpath -ldflags '$(LDFLAGS)' -o ntpaudit ./cmd/ntpaudit

demo: build ## a simulated campus, audited over real SSH and NTP on loopback
	./ntpaudit demo

test: ## every test, scripts against the simulated fleet included
	$(GO) test -timeout 10m ./...

wall: ## each platform that can be left out, taken out: all else builds without its package, and passes
	@set -e; for platform in nxos iosxr; do \
	  echo "without $$platform"; \
	  copy=$$(mktemp -d); \
	  git ls-files -co --exclude-standard | tar -cf - -T - | tar -xf - -C "$$copy"; \
	  rm -rf "$$copy/pkg/$$platform" "$$copy/testdata/captures/$$platform"; \
	  (cd "$$copy" && $(GO) vet -tags without_$$platform ./... && $(GO) test -short -timeout 10m -tags without_$$platform ./...) \
	    || { rm -rf "$$copy"; exit 1; }; \
	  rm -rf "$$copy"; \
	done

race: ## the same under the race detector (needs a C compiler)
	CGO_ENABLED=1 $(GO) test -race -short ./...

fuzz: ## every fuzz target for FUZZTIME (20s) each
	@set -e; $(GO) list -f '{{.ImportPath}}' ./... | while read -r pkg; do \
	  for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
	    echo "$$pkg $$target"; \
	    $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1s $$pkg; \
	  done; \
	done

lint: ## gofmt, go vet, staticcheck, and a build for every platform
	@unformatted=$$(gofmt -l cmd pkg); test -z "$$unformatted" || { echo "gofmt -w needed: $$unformatted"; exit 1; }
	$(GO) vet ./...
	$(STATICCHECK) ./...
	@set -e; for target in $(CROSS); do \
	  echo "build $$target"; \
	  GOOS=$${target%/*} GOARCH=$${target#*/} $(GO) build -o /dev/null ./cmd/ntpaudit; \
	done

format: ## gofmt -w
	gofmt -w cmd pkg

bench: ## speed and memory, as ratios against a bare client in the same run; the naive method beside ours
	$(GO) test -run '^$$' -bench . -benchmem ./...

cover: ## statement coverage per package, and coverage.html
	$(GO) test -coverpkg=./pkg/... -coverprofile=coverage.out ./...
	$(GO) tool cover -func=coverage.out | tail -n 1
	$(GO) tool cover -html=coverage.out -o coverage.html

golden: ## rewrite golden files, and what the README shows, after a wanted change; read the diff
	$(GO) test ./pkg/policy/... ./pkg/report/... ./cmd/... -update

zones: ## the time zone database that is built in, from the Go distribution
	cp "$$($(GO) env GOROOT)/lib/time/zoneinfo.zip" pkg/facts/zoneinfo.zip
	sed -n 's/^CODE=//p' "$$($(GO) env GOROOT)/lib/time/update.bash" > pkg/facts/zoneinfo.version

editions: ## editions of benchmarks that nobody compared with their text for 120 days, and the page to look at
	@$(GO) run ./cmd/ntpaudit policy list --older-than 120

clean: ## remove what the targets above made
	rm -rf ntpaudit ntpaudit-demo coverage.out coverage.html
