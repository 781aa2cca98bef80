// Command porcupine checks a history of transfers for strict serializability with Porcupine
// (github.com/anishathalye/porcupine): the state is all accounts, and an operation a transaction.
//
// It reads {"start": [balance, ...], "operations": [...]} from standard input, as
// tests/simulation/answered.py writes it, and prints Ok, Illegal or Unknown.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"slices"
	"time"

	"github.com/anishathalye/porcupine"
)

const patience = 60 * time.Second

// operation is what one client asked for and was answered; times are in nanoseconds.
type operation struct {
	Client   int
	Called   int64
	Returned int64
	Kind     string // move, balances or balance
	Source   int    // of a move, or the account of a balance
	Target   int
	Amount   int
	Done     bool  // of a move: whether the amount was there
	Seen     []int // of the others
	Answered bool  `json:"is_answered"` // false for a move that may have happened at any time after the call, or not
}

// step is the state after an operation, and whether it could have been answered so.
func step(state, input, _ any) (bool, any) {
	balances, asked := state.([]int), input.(operation)
	switch asked.Kind {
	case "move":
		possible := balances[asked.Source] >= asked.Amount
		if asked.Answered && possible != asked.Done {
			return false, nil
		}
		if !possible {
			return true, balances
		}
		after := slices.Clone(balances)
		after[asked.Source] -= asked.Amount
		after[asked.Target] += asked.Amount
		return true, after
	case "balances":
		return slices.Equal(balances, asked.Seen), balances
	case "balance":
		return balances[asked.Source] == asked.Seen[0], balances
	}
	log.Fatalf("no such kind: %q", asked.Kind)
	return false, nil
}

func main() {
	var history struct {
		Start      []int
		Operations []operation
	}
	if err := json.NewDecoder(os.Stdin).Decode(&history); err != nil {
		log.Fatal(err)
	}
	operations := make([]porcupine.Operation, len(history.Operations))
	for at, each := range history.Operations {
		operations[at] = porcupine.Operation{
			ClientId: each.Client, Input: each, Call: each.Called, Return: each.Returned,
		}
	}
	model := porcupine.Model{
		Init:  func() any { return history.Start },
		Step:  step,
		Equal: func(one, other any) bool { return slices.Equal(one.([]int), other.([]int)) },
	}
	fmt.Println(porcupine.CheckOperationsTimeout(model, operations, patience))
}
