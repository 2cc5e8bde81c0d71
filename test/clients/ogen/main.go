// Reads and writes by the client that ogen has made.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"clients/made"
)

type key struct{}

func (key) Key(context.Context, made.OperationName) (made.Key, error) {
	return made.Key{Token: os.Getenv("TRACKER_KEY")}, nil
}

func main() {
	ctx := context.Background()
	tracker, err := made.NewClient(os.Getenv("TRACKER_URL"), key{})
	check(err)
	statuses := []made.ListParticipationsStatusItem{"party", "signatory"}
	answer, err := tracker.ListParticipations(ctx, made.ListParticipationsParams{State: "CHN", Status: statuses})
	check(err)
	if table, ok := answer.(*made.ListParticipationsOK); !ok || len(table.Data) < 5 {
		log.Fatalf("%T", answer)
	}
	day := made.Day(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	source := made.NewCitation{Title: "Press", Symbol: made.NewOptString("P/1"), SeenOn: day, Tier: "secondary"}
	text := made.NewOptString("From ogen")
	action := made.NewAction{Kind: "communication", DoneOn: day, Text: text, Sources: []made.NewCitation{source}}
	of := made.RecordActionParams{State: "CHN", Instrument: "iccpr"}
	recorded, err := tracker.RecordAction(ctx, &action, of)
	check(err)
	recording, ok := recorded.(*made.Recording)
	if !ok {
		log.Fatalf("%T", recorded)
	}
	if told := textOf(ctx, tracker, recording.Sequences[0]); told != text.Value {
		log.Fatalf("the feed says %q", told)
	}
	refused, err := tracker.RecordAction(ctx, &action, of)
	check(err)
	if conflict, ok := refused.(*made.RecordActionConflict); !ok || conflict.Type != "/problems/already-recorded" {
		log.Fatalf("%T", refused)
	}
	fmt.Println("ok")
}

// textOf looks for what the feed says of an act.
func textOf(ctx context.Context, tracker *made.Client, sequence int64) string {
	after := made.PlaceInFeed("0")
	for {
		answer, err := tracker.ListChanges(ctx, made.ListChangesParams{After: made.NewOptPlaceInFeed(after)})
		check(err)
		page, ok := answer.(*made.Feed)
		if !ok {
			log.Fatalf("%T", answer)
		}
		for _, change := range page.Data {
			if told, ok := change.OneOf.GetTreatyActionRecorded(); ok && told.Sequence == sequence {
				return told.Data.Action.Value.Text.Value
			}
		}
		if page.Next.Null {
			return ""
		}
		after = page.Next.Value
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
