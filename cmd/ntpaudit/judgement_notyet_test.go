package main

// notYet is the cases that do not hold, and what is missing. One that holds has no place here.
var notYet = map[string]string{}
