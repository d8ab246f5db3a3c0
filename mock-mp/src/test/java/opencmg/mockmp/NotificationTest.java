package opencmg.mockmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSite.class)
class NotificationTest {

    @Test
    void tellsClientsThatWait(SiteForTests site) throws Exception {
        assertThat(site.get("/bgb/handler.ashx?RequestType=LogIn").body()).contains("Session=");
        assertThat(site.get("/BGB/Handler.ashx?RequestType=Dance").statusCode()).isEqualTo(400);

        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(
                () -> site.get("/bgb/handler.ashx?RequestType=Continue").body());
        int told = 0;
        while (told == 0) {
            told = site.faceJson("POST", "/site/notify", "{\"task\":\"<Poll>\"}")
                    .getInteger("told");
        }
        assertThat(waiting.get())
                .matches("<BgbResponse Type=\"Continue\"><Task PushID=\"[0-9]+\" TaskID=\"[0-9]+\""
                        + " TaskGUID=\"[0-9a-f-]{36}\" TaskType=\"1\">&lt;Poll&gt;</Task></BgbResponse>");
    }
}
