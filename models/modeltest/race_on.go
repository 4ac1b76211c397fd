//go:build race

package modeltest

// Slower is how many times as long things take under the race detector.
const Slower = 4
