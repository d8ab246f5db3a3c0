package opencmg.diagnose;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one check found out about one thing.
 *
 * @param check which
 * @param subject what was looked at where there are several, for example a management point; else empty
 * @param verdict green, red or not checked
 * @param text the reason, one or more sentences
 * @param next what to do; empty when there is nothing to do
 * @param blame who refused
 * @param follows the red check before this one that explains it; null when it stands for itself
 */
public record Finding(
        Check check,
        String subject,
        CheckVerdict verdict,
        String text,
        String next,
        FailureOrigin blame,
        @Nullable Check follows) {

    static Finding green(Check check, String subject, String text) {
        return new Finding(check, subject, CheckVerdict.GREEN, text, "", FailureOrigin.NOBODY, null);
    }

    static Finding red(Check check, String subject, CheckFailedException trouble) {
        return new Finding(check, subject, CheckVerdict.RED, trouble.text(), trouble.next(), trouble.blame(), null);
    }

    static Finding notChecked(Check check, String subject, String text, String give) {
        return new Finding(check, subject, CheckVerdict.NOT_CHECKED, text, give, FailureOrigin.NOBODY, null);
    }

    Finding following(@Nullable Check cause) {
        return new Finding(check, subject, verdict, text, next, blame, cause);
    }

    Finding saying(String more) {
        return new Finding(check, subject, verdict, text + " " + more, next, blame, follows);
    }

    boolean isRed() {
        return verdict == CheckVerdict.RED;
    }

    /** One object of {@code --json}. */
    JsonObject toJson() {
        return new JsonObject()
                .put("number", check.number())
                .put("check", check.id())
                .put("subject", subject)
                .put("verdict", verdict.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("text", text)
                .put("next", next)
                .put("hop", blame.hop())
                .put("code", blame.code())
                .put("requestId", blame.request())
                .put("follows", follows == null ? null : follows.number());
    }
}
