package lab

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/big"
	"math/rand/v2"
	"net"
	"strconv"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

// seedOf makes a seed for one purpose out of the lab's seed and a name.
func seedOf(seed uint64, name string) [32]byte {
	return sha256.Sum256(append(binary.BigEndian.AppendUint64(nil, seed), name...))
}

// smallSeed is seedOf for generators that take 64 bits.
func smallSeed(seed uint64, name string) uint64 {
	sum := seedOf(seed, name)
	return binary.BigEndian.Uint64(sum[:8])
}

// newHostKey derives a host key from a seed, so that it is the same in every run. These keys are public
// knowledge and protect nothing.
func newHostKey(kind string, seed [32]byte) (ssh.Signer, error) {
	var key crypto.Signer
	switch kind {
	case "ed25519":
		key = ed25519.NewKeyFromSeed(seed[:])
	case "ecdsa":
		key = ecdsaKey(seed)
	case "rsa":
		key = rsaKey(seed)
	default:
		return nil, fmt.Errorf("host key %q: want ed25519, ecdsa or rsa", kind)
	}
	return ssh.NewSignerFromSigner(key)
}

func ecdsaKey(seed [32]byte) *ecdsa.PrivateKey {
	curve := elliptic.P256()
	seed[0] &= 0x7f // below the order of P-256
	key, err := ecdsa.ParseRawPrivateKey(curve, seed[:])
	if err != nil {
		panic(err) // only zero is refused, and no hash is zero
	}
	return key
}

// rsaBits is what "crypto key generate rsa" is most often told.
const rsaBits = 2048

// rsaKey searches primes from a seeded generator, because crypto/rsa randomises on purpose.
func rsaKey(seed [32]byte) *rsa.PrivateKey {
	source := rand.NewChaCha8(seed)
	e := big.NewInt(65537)
	one := big.NewInt(1)
	for {
		p, q := prime(source), prime(source)
		n := new(big.Int).Mul(p, q)
		phi := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
		d := new(big.Int).ModInverse(e, phi)
		if d == nil || n.BitLen() != rsaBits {
			continue
		}
		key := &rsa.PrivateKey{PublicKey: rsa.PublicKey{N: n, E: int(e.Int64())}, D: d, Primes: []*big.Int{p, q}}
		key.Precompute()
		return key
	}
}

func prime(source *rand.ChaCha8) *big.Int {
	buf := make([]byte, rsaBits/2/8)
	for {
		source.Read(buf) // never fails
		buf[0] |= 0xc0   // so that the product has all its bits
		buf[len(buf)-1] |= 1
		if p := new(big.Int).SetBytes(buf); p.ProbablyPrime(20) {
			return p
		}
	}
}

// knownHost is the known_hosts line of a device on a port of the loopback.
func knownHost(port int, key ssh.PublicKey) []byte {
	host := knownhosts.Normalize(net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	return append(bytes.TrimSpace([]byte(knownhosts.Line([]string{host}, key))), '\n')
}
