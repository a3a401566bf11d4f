package ntpshow

import (
	"regexp"
	"slices"
	"strings"

	"github.com/ntpaudit/ntpaudit/pkg/capture"
	"github.com/ntpaudit/ntpaudit/pkg/show"
)

// numbersAt is where the three numbers of a row begin that may fill their columns: delay, offset and dispersion. A clock that is
// 1000 s off needs more room than its column has, and no blank is left before it.
const numbersAt = 6

// atSigns splits the numbers of a row at a sign that follows a digit: within a number there is none.
//
//	377  3.985-1020000.  1.059
func atSigns(words []string) []string {
	for i := numbersAt; i < len(words); i++ {
		for at := 1; at < len(words[i]); at++ {
			if words[i][at] == '-' && strings.IndexByte("0123456789.", words[i][at-1]) >= 0 {
				words = slices.Insert(slices.Clone(words), i+1, words[i][at:])
				words[i] = words[i][:at]
				break
			}
		}
	}
	return words
}

// A delay of the newer code, which takes six characters at most, and an offset behind it that takes more than its column has:
//
//	3.9851020000.
//	103.591020000.
var delayAndOffset = regexp.MustCompile(`^(\d{1,2}\.\d{3}|\d{3}\.\d{2}|\d{4}\.\d)([1-9]\d{6,}\.?)$`)

// apart splits a delay and an offset that have run together, without a sign between them: where the column of the delay ends, or else,
// of the newer code, by the number of decimals.
func (t *table) apart(r row) row {
	if len(r.words) != rowWords-1 || t.header == nil {
		return r
	}
	word := r.words[numbersAt]
	at := t.delayEnd(r)
	if at == 0 {
		parts := delayAndOffset.FindStringSubmatchIndex(word)
		if parts == nil || !t.dialect.HeaderTells || headerLegend(t.header.Text) != show.LegendNew {
			return r
		}
		at = parts[3]
	}
	_, ok1 := capture.Decimal(word[:at])
	_, ok2 := capture.Decimal(word[at:])
	if ok1 && ok2 && word[at] >= '1' && word[at] <= '9' {
		r.words = slices.Replace(slices.Clone(r.words), numbersAt, numbersAt+1, word[:at], word[at:])
	}
	return r
}

// delayEnd is where the column of the delay ends in the word that begins with it. 0: elsewhere, or the columns of the row do not
// stand below their titles.
func (t *table) delayEnd(r row) int {
	const poll = 4
	ends, _ := capture.WordEnds(r.line)
	first := len(ends) - len(r.words) // tally and address may be words of their own
	if first < 0 || ends[first+poll] != endOf(t.header.Text, "poll") {
		return 0
	}
	word := r.words[numbersAt]
	at := endOf(t.header.Text, "delay") - (ends[first+numbersAt] - len(word))
	if at <= 0 || at >= len(word) {
		return 0
	}
	return at
}

func endOf(header, title string) int {
	at := strings.Index(header, title)
	if at < 0 {
		return -1
	}
	return at + len(title)
}
