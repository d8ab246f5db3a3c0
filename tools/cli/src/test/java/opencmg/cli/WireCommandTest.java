package opencmg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebTrust;
import opencmg.lab.Lab;
import opencmg.lab.LabOptions;
import opencmg.launch.Loops;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A tester who breaks the network of a lab with {@code --wire}, looks, and mends it. */
class WireCommandTest {

    private final Vertx vertx = Loops.forServers();
    private Lab lab;
    private Web web;
    private Path directory;

    @BeforeEach
    void start(@TempDir Path dir) throws Exception {
        directory = dir;
        LabOptions.Listeners free = LabOptions.Listeners.FREE;
        lab = Lab.start(
                vertx,
                LabOptions.small(dir).with(new LabOptions.Listeners(free.edge(), free.tunnel(), true)),
                step -> {});
        web = new Web(vertx, WebTrust.of(lab.file().caFile()));
    }

    @AfterEach
    void stop() {
        web.close().await();
        lab.close();
        vertx.close().await();
    }

    @Test
    void breaksTheNetworkAndMendsItAgain() throws Exception {
        assertThat(run("wire").text()).startsWith("wire 1  pass: ");
        assertThat(status()).isEqualTo(200);

        assertThat(run("wire", "refuse").text()).startsWith("wire 1  refuse: ");
        assertThat(run("wire", "cut").code()).isZero();
        Eventually.holds(() -> status() == 503);
        Said broken = run("status");
        assertThat(broken.code()).isEqualTo(1);
        assertThat(broken.text()).contains("NOT READY");

        assertThat(run("wire", "pass").text()).startsWith("wire 1  pass: ");
        Eventually.holds(() -> status() == 200);
    }

    @Test
    void saysWhatItDoesNotUnderstand() {
        assertThat(run("wire", "burn").code()).isEqualTo(2);
        assertThat(run("wire", "cut", "--gateway", "2").code()).isEqualTo(2);
        assertThat(status()).isEqualTo(200);
    }

    private int status() {
        return web.send(WebRequest.get(lab.file().serverAuth() + "/SMS_MP/.sms_aut?MPLIST")
                        .bearer(lab.file().token("access")))
                .await()
                .status();
    }

    private record Said(int code, String text) {}

    private Said run(String command, String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine program = OpenCmg.program().setOut(new PrintWriter(out, true));
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 3);
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[0] = command;
        all[arguments.length + 1] = "--lab";
        all[arguments.length + 2] = directory.toString();
        return new Said(program.execute(all), out.toString());
    }
}
