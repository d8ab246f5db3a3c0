package opencmg.lab.command;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import opencmg.lab.chain.LabFile;
import opencmg.lab.http.Answer;
import opencmg.lab.http.Ask;
import opencmg.lab.http.NoAnswer;
import opencmg.lab.http.Web;
import opencmg.lab.options.LabOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code status}: what the operators' faces of all parts tell. */
@Command(
        name = "status",
        description = "Shows gateways and connection points with their tunnels; exit code 1 when one is not ready.",
        footer = {"%nExamples:", "  opencmg status", "  opencmg status --admin http://127.0.0.1:8081"})
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private LabOption lab = new LabOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--admin",
            paramLabel = "URL",
            description = "Admin face of one part, in place of those of a running lab.")
    private @Nullable String admin;

    @Override
    public Integer call() {
        List<String> faces = new ArrayList<>();
        if (admin == null) {
            LabFile running = lab.read();
            faces.addAll(running.gatewayAdmins());
            faces.addAll(running.connectionPointAdmins());
        } else {
            faces.add(admin);
        }
        return Talk.withWeb(web -> {
            boolean ready = true;
            for (String face : faces) {
                ready &= show(face, web);
            }
            return ready ? Exit.DONE : Exit.FAILED;
        });
    }

    private boolean show(String face, Web web) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            Answer ready = web.send(Ask.get(face + "/ready")).await();
            out.println(face + (ready.ok() ? " ready" : " NOT READY: " + reason(ready)));
            out.println(indented("status", web.send(Ask.get(face + "/status")).await()));
            out.println(indented("tunnels", web.send(Ask.get(face + "/tunnels")).await()));
            return ready.ok();
        } catch (NoAnswer e) {
            out.println(face + " NO ANSWER: " + e.getMessage());
            return false;
        }
    }

    private static String reason(Answer answer) {
        JsonObject json = answer.json();
        return json.getString(
                "missing", json.getString("reason", answer.body().toString().strip()));
    }

    private static String indented(String title, Answer answer) {
        String text = answer.ok() ? pretty(answer.body()) : answer.summary();
        return ("  " + title + " " + text).replace("\n", "\n  ");
    }

    private static String pretty(Buffer json) {
        return Json.encodePrettily(Json.decodeValue(json));
    }
}
