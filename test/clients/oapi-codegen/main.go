// Reads and writes by the client that oapi-codegen has made.
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"time"

	"clients/client"

	"github.com/oapi-codegen/runtime/types"
)

func main() {
	ctx := context.Background()
	key := func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+os.Getenv("TRACKER_KEY"))
		return nil
	}
	tracker, err := client.NewClientWithResponses(os.Getenv("TRACKER_URL"))
	check(err)
	statuses := []client.ListParticipationsParamsStatus{"party", "signatory"}
	table, err := tracker.ListParticipationsWithResponse(ctx, "CHN", &client.ListParticipationsParams{Status: &statuses})
	check(err)
	if table.JSON200 == nil || len(table.JSON200.Data) < 5 {
		log.Fatal(string(table.Body))
	}
	day := types.Date{Time: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	text, url := "From Go", "https://example.org/"
	source := client.NewCitation{Title: "Press", Url: &url, SeenOn: day, Tier: "secondary"}
	action := client.NewAction{Kind: "communication", DoneOn: day, Text: &text, Sources: []client.NewCitation{source}}
	made, err := tracker.RecordActionWithResponse(ctx, "CHN", "iccpr", nil, action, key)
	check(err)
	if made.JSON201 == nil {
		log.Fatal(string(made.Body))
	}
	sequence := made.JSON201.Sequences[0]
	after, found := "0", false
	for !found {
		page, err := tracker.ListChangesWithResponse(ctx, &client.ListChangesParams{After: &after})
		check(err)
		for _, change := range page.JSON200.Data {
			recorded, err := change.AsTreatyActionRecorded()
			found = found || (err == nil && recorded.Sequence == sequence && *recorded.Data.Action.Text == text)
		}
		if page.JSON200.Next == nil {
			break
		}
		after = *page.JSON200.Next
	}
	if !found {
		log.Fatal("the feed does not tell of it")
	}
	refused, err := tracker.RecordActionWithResponse(ctx, "CHN", "iccpr", nil, action, key)
	check(err)
	if refused.ApplicationproblemJSON409 == nil || refused.ApplicationproblemJSON409.Type != "/problems/already-recorded" {
		log.Fatal(string(refused.Body))
	}
	fmt.Println("ok")
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
