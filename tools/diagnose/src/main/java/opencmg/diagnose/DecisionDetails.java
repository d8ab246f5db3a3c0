package opencmg.diagnose;

import java.util.List;
import opencmg.client.http.NoResponseException;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebResponse;

/** What a gateway tells its operators of a refusal and not the client: which token, which list, which name. Asked for by request id at the admin faces. */
final class DecisionDetails {

    private final Web web;
    private final List<String> admins;

    DecisionDetails(Web web, List<String> admins) {
        this.web = web;
        this.admins = admins;
    }

    /** The same finding, with the particulars where an instance remembers the request. */
    Finding of(Finding finding) {
        if (!finding.isRed() || finding.blame().request().isEmpty()) {
            return finding;
        }
        String detail = admins.stream()
                .map(admin -> detail(admin, finding.blame().request()))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        return detail.isEmpty() || finding.text().contains(detail)
                ? finding
                : finding.saying(CheckFailedException.ended(detail));
    }

    private String detail(String admin, String request) {
        try {
            WebResponse answer = web.send(
                            WebRequest.get(admin + "/decisions/" + request).timeout(5))
                    .await();
            return answer.ok() ? answer.json().getString("detail", "") : "";
        } catch (NoResponseException e) {
            return "";
        }
    }
}
