import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.ActionsApi;
import org.openapitools.client.api.ChangesApi;
import org.openapitools.client.api.ParticipationsApi;
import org.openapitools.client.model.ActionKind;
import org.openapitools.client.model.Change;
import org.openapitools.client.model.NewAction;
import org.openapitools.client.model.NewCitation;
import org.openapitools.client.model.Tier;
import org.openapitools.client.model.TreatyActionRecorded;

/** Reads and writes by the client that openapi-generator has made in Java. */
final class Client {
  private static final ApiClient TRACKER = new ApiClient();

  public static void main(String[] args) throws ApiException {
    TRACKER.updateBaseUri(System.getenv("TRACKER_URL"));
    TRACKER.setRequestInterceptor(
        request -> request.header("Authorization", "Bearer " + System.getenv("TRACKER_KEY")));
    expect(new ParticipationsApi(TRACKER)
        .listParticipations("CHN", LocalDate.of(2026, 1, 1), null, List.of("party", "signatory"), null, null, null, null, null)
        .getData().size() > 5, "a table of China");

    ActionsApi actions = new ActionsApi(TRACKER);
    LocalDate day = LocalDate.of(2026, 1, 1);
    NewCitation source = new NewCitation().title("Press").url(URI.create("https://example.org/")).seenOn(day).tier(Tier.SECONDARY);
    NewAction action = new NewAction().kind(ActionKind.COMMUNICATION).doneOn(day).text("From Java").addSourcesItem(source);
    long sequence = actions.recordAction("CHN", "iccpr", action, null).getSequences().get(0);
    expect("From Java".equals(textOf(sequence)), "the feed to tell of it");
    try {
      actions.recordAction("CHN", "iccpr", action, null);
      expect(false, "the same act to be refused");
    } catch (ApiException refused) {
      expect(refused.getCode() == 409 && refused.getResponseBody().contains("/problems/already-recorded"), "that it is recorded");
    }
  }

  private static String textOf(long sequence) throws ApiException {
    String after = Long.toString(sequence - 1);
    Change change = new ChangesApi(TRACKER).listChanges(after, 1, null, null, null, null).getData().get(0);
    return ((TreatyActionRecorded) change.getActualInstance()).getData().getAction().getText();
  }

  private static void expect(boolean isSo, String what) {
    if (!isSo) throw new IllegalStateException("expected " + what);
  }
}
