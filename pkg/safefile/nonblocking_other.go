//go:build !unix

package safefile

const nonBlocking = 0 // no file name there opens a pipe that waits for its writer
