package opencmg.client.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import opencmg.lab.SharedLab;
import opencmg.launch.cmtrace.LogLine;
import opencmg.wire.Wire;
import opencmg.wire.WireFault;
import opencmg.wire.WireMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Client files over a wire that is cut in the middle of one, and files that are not what the manifest says. */
@ExtendWith(SharedLab.class)
class DownloadTest {

    private static final int BYTES_A_SECOND = 1_000_000;
    private static final int WHOLE = 512 << 10;

    @TempDir
    Path dir;

    private final SharedLab.Running lab;
    private final Wire wire;
    private boolean cut;

    DownloadTest(SharedLab.Running lab) {
        this.lab = lab;
        URI edge = URI.create(lab.file().edge());
        this.wire = Wire.listen(lab.vertx(), 0, edge.getHost(), edge.getPort()).await();
    }

    @AfterEach
    void end() {
        wire.close().await();
    }

    @Test
    void goesOnWhereTheConnectionBroke() throws Exception {
        TestClient client = new TestClient(lab, dir).onLogLine(this::cutInTheMiddle);

        InstalledClient installed = overTheWire(client);

        assertThat(installed.files()).isEqualTo(3);
        assertThat(dir.resolve("ccmsetup/x64/client.msi")).hasSize(WHOLE);
        String log = client.log("DataTransferService");
        assertThat(log)
                .contains("Will attempt retry 1 in 0 seconds.")
                .containsPattern("Total Files: 1, Transferred Files: 0, Total Bytes: 524288, Transferred Bytes: [1-9]")
                .contains("Total Files: 1, Transferred Files: 1, Total Bytes: 524288, Transferred Bytes: 524288");
        assertThat(client.log("ccmsetup")).contains("Hash verification succeeded for x64/client.msi");
    }

    @Test
    void leavesToTheNextRunWhatItDidNotGetWithinItsAttempts() throws Exception {
        TestClient client = new TestClient(lab, dir)
                .onLogLine(this::cutInTheMiddle)
                .withRetryPolicy(new RetryPolicy(1, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO));

        SetupFailedException failure = catchThrowableOfType(SetupFailedException.class, () -> overTheWire(client));

        assertThat(failure.code()).isEqualTo(ErrorCode.BROKEN);
        assertThat(failure.hop()).isEqualTo("gateway");
        assertThat(client.log("DataTransferService")).contains("Job has completed: Status : FAILURE 0x80072efe");
        assertThat(client.log("ccmsetup")).contains("CcmSetup failed with error code 0x80072efe");
        assertThat(dir.resolve("ccmsetup/x64/client.msi.part")).exists();

        assertThat(overTheWire(client).files()).isEqualTo(3);
        assertThat(client.log("DataTransferService"))
                .containsPattern("Total Files: 1, Transferred Files: 0, Total Bytes: 524288, Transferred Bytes: [1-9]");
        assertThat(dir.resolve("ccmsetup/x64/client.msi")).hasSize(WHOLE);
    }

    @Test
    void refusesAFileWithAnotherHashThanTheManifestHas() throws Exception {
        Path served = lab.directory().resolve("site/client-files/ccmsetup.exe");
        byte[] right = Files.readAllBytes(served);
        byte[] wrong = right.clone();
        wrong[wrong.length / 2] ^= 1;
        Files.write(served, wrong);
        TestClient client = new TestClient(lab, dir);
        try {
            SetupFailedException failure =
                    catchThrowableOfType(SetupFailedException.class, () -> client.install(client.registrationToken()));

            assertThat(failure.code()).isEqualTo(ErrorCode.HASH_VALUE);
            assertThat(failure.hop()).isEqualTo("upstream");
            assertThat(client.log("ccmsetup"))
                    .contains("Hash mismatch of ccmsetup.exe")
                    .contains("CcmSetup failed with error code 0x80091007");
            assertThat(dir.resolve("ccmsetup/ccmsetup.exe")).doesNotExist();
            assertThat(dir.resolve("ccmsetup/ccmsetup.exe.part")).doesNotExist();
        } finally {
            Files.write(served, right);
        }
        client.installs(client.registrationToken());
        assertThat(dir.resolve("ccmsetup/ccmsetup.exe")).hasBinaryContent(right);
    }

    @Test
    void fetchesAFileAnewWhenItsBeginningIsFromAnotherOne() throws Exception {
        Files.createDirectories(dir.resolve("ccmsetup"));
        Files.write(dir.resolve("ccmsetup/ccmsetup.exe.part"), new byte[1000]);
        TestClient client = new TestClient(lab, dir);

        client.installs(client.registrationToken());

        assertThat(client.log("ccmsetup"))
                .contains("does not fit any more")
                .contains("Hash verification succeeded for ccmsetup.exe");
    }

    private InstalledClient overTheWire(TestClient client) throws IOException {
        String name = "127.0.0.1:" + wire.port() + "/CCM_Proxy_MutualAuth/"
                + lab.file().mpRoleId();
        return client.run("CCMHOSTNAME=" + name, "CCMALWAYSINF=1", client.registrationToken());
    }

    /** Once, in the largest file, which is made slow for that. */
    private void cutInTheMiddle(LogLine line) {
        if (!cut && line.text().contains("created to download") && line.text().contains("x64/client.msi")) {
            cut = true;
            wire.set(new WireMode(WireFault.SLOW, BYTES_A_SECOND));
            Path part = dir.resolve("ccmsetup/x64/client.msi.part");
            lab.vertx().setPeriodic(2, timer -> {
                if (size(part) > 0) {
                    lab.vertx().cancelTimer(timer);
                    wire.set(WireMode.PASS);
                    wire.cut().onFailure(gone -> {});
                }
            });
        }
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
