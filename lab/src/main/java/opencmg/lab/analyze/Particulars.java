package opencmg.lab.analyze;

import java.util.List;
import opencmg.lab.http.Answer;
import opencmg.lab.http.Ask;
import opencmg.lab.http.NoAnswer;
import opencmg.lab.http.Web;

/** What a gateway tells its operators of a refusal and not the client: which token, which list, which name. Asked for by request id at the admin faces. */
final class Particulars {

    private final Web web;
    private final List<String> admins;

    Particulars(Web web, List<String> admins) {
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
        return detail.isEmpty() || finding.text().contains(detail) ? finding : finding.saying(Trouble.ended(detail));
    }

    private String detail(String admin, String request) {
        try {
            Answer answer =
                    web.send(Ask.get(admin + "/decisions/" + request).within(5)).await();
            return answer.ok() ? answer.json().getString("detail", "") : "";
        } catch (NoAnswer e) {
            return "";
        }
    }
}
