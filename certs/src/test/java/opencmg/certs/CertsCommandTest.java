package opencmg.certs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CertsCommandTest {

    @TempDir
    private static Path folder = Path.of("");

    private static String dir = "";
    private static CommandResult made = new CommandResult(-1, "", "");

    /** Exit code and output of one command. */
    private record CommandResult(int exitCode, String out, String err) {}

    private static CommandResult certs(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                CertsCommand.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return new CommandResult(command.execute(arguments), out.toString(), err.toString());
    }

    @BeforeAll
    static void make() {
        dir = folder.resolve("pki").toString();
        made = certs("make", "--dir", dir, "--service-name", "granitefalls.corp.example", "--key", "p256");
    }

    @Test
    void makesAPkiAndExplainsWhereEachFileIsUsed() throws Exception {
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.out())
                .contains("edge.pem", "tunnel-ca.pem", "connection-point.key", "curl --cacert")
                .doesNotContain("null");
        LabPki pki = LabPki.open(Path.of(dir), CaEnvironment.forTests());
        assertThat(pki.edge().read().certificate().getPublicKey()).isInstanceOf(ECPublicKey.class);
    }

    @Test
    void bindsTheConnectionPointToASite() throws Exception {
        assertThat(sites(Path.of(dir, "connection-point.pem"))).containsExactly("urn:opencmg:site:LAB");

        String other = folder.resolve("other").toString();
        String name = "5f0c7a52-0d0f-4a54-9c9f-0a3b6f1f2d11";
        assertThat(certs("make", "--dir", other, "--service-name", "granite.example", "--site-code", "XYZ"))
                .extracting(CommandResult::exitCode)
                .isEqualTo(0);
        assertThat(sites(Path.of(other, "connection-point.pem"))).containsExactly("urn:opencmg:site:XYZ");

        String[] issue = {"issue", "--dir", other, "--kind", "connection-point", "--name", name, "--replace"};
        assertThat(certs(issue).exitCode()).isZero();
        assertThat(sites(Path.of(other, "issued", name + ".pem"))).containsExactly("urn:opencmg:site:XYZ");

        String[] lab =
                Stream.concat(Stream.of(issue), Stream.of("--site-code", "LAB")).toArray(String[]::new);
        assertThat(certs(lab).exitCode()).isZero();
        assertThat(sites(Path.of(other, "issued", name + ".pem"))).containsExactly("urn:opencmg:site:LAB");

        lab[lab.length - 1] = "LABOR";
        CommandResult refused = certs(lab);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertOneLine(refused.err(), "certs issue: ", "three letters or digits, for example LAB");
    }

    private static List<String> sites(Path certificate) throws Exception {
        return Pem.readCertificates(certificate).get(0).getSubjectAlternativeNames().stream()
                .map(name -> String.valueOf(name.get(1)))
                .filter(name -> name.startsWith("urn:opencmg:site:"))
                .toList();
    }

    @Test
    void refusesToOverwriteAPki() {
        CommandResult again = certs("make", "--dir", dir, "--service-name", "granitefalls.corp.example");

        assertThat(again.exitCode()).isEqualTo(2);
        assertOneLine(again.err(), "certs make: ", "holds a PKI already");
    }

    @Test
    void issuesListsAndRevokesACertificate() throws Exception {
        CommandResult issued =
                certs("issue", "--dir", dir, "--kind", "client", "--name", "PC01.corp.example", "--key", "p256");
        Path file = Path.of(dir, "issued", "PC01.corp.example.pem");
        assertThat(issued.exitCode()).as(issued.err()).isZero();
        assertThat(issued.out()).contains("Issued CN=PC01.corp.example", file.toString(), "Next: curl");
        String serial = SerialNumber.text(Pem.readCertificates(file).get(0).getSerialNumber());
        assertThat(row(serial)).contains("valid", "issuing", "CN=PC01.corp.example");

        CommandResult revoked = certs("revoke", "--dir", dir, file.toString(), "--reason", "keycompromise");
        assertThat(revoked.exitCode()).as(revoked.err()).isZero();
        assertThat(revoked.out()).contains("issuing.crl");
        assertThat(row(serial)).contains("revoked", "keyCompromise");

        CommandResult twice = certs("revoke", "--dir", dir, serial);
        assertThat(twice.exitCode()).isEqualTo(2);
        assertOneLine(twice.err(), "certs revoke: ", "was revoked at");
    }

    private static String row(String serial) {
        return certs("list", "--dir", dir)
                .out()
                .lines()
                .filter(line -> line.startsWith(serial))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void writesPkcs12WithAPasswordFromAFile() throws Exception {
        Path password = Files.writeString(folder.resolve("pw.txt"), "correct horse\n");
        Path base = folder.resolve("pc02");
        CommandResult issued = certs(
                "issue",
                "--dir",
                dir,
                "--kind",
                "client",
                "--name",
                "PC02",
                "--p12",
                "--password-file",
                password.toString(),
                "--out",
                base.toString(),
                "--key",
                "p256");

        assertThat(issued.exitCode()).as(issued.err()).isZero();
        assertThat(issued.out()).doesNotContain("correct horse");
        KeyStore store = KeyStore.getInstance(folder.resolve("pc02.p12").toFile(), "correct horse".toCharArray());
        assertThat(store.getCertificateChain("credential")).hasSize(2);
    }

    @Test
    void overwritesACredentialOnlyWithTheReplaceOption() {
        String[] once = {"issue", "--dir", dir, "--kind", "mp", "--name", "mp2.corp.example", "--key", "p256"};
        assertThat(certs(once).exitCode()).isZero();

        CommandResult again = certs(once);
        assertThat(again.exitCode()).isEqualTo(2);
        assertOneLine(again.err(), "mp2.corp.example", "--replace");
        assertThat(certs(
                                "issue",
                                "--dir",
                                dir,
                                "--kind",
                                "mp",
                                "--name",
                                "mp2.corp.example",
                                "--key",
                                "p256",
                                "--replace")
                        .exitCode())
                .isZero();
    }

    @Test
    void issuesAWildcardCertificateForANamedService() throws Exception {
        CommandResult issued = certs(
                "issue",
                "--dir",
                dir,
                "--kind",
                "server",
                "--name",
                "*.corp.example",
                "--service-name",
                "granitefalls.corp.example",
                "--key",
                "p256");

        assertThat(issued.exitCode()).as(issued.err()).isZero();
        assertThat(Pem.readCertificates(Path.of(dir, "issued", "_.corp.example.pem"))
                        .get(0)
                        .getSubjectX500Principal()
                        .getName())
                .isEqualTo("CN=*.corp.example");
    }

    @Test
    void renewsTheRevocationLists() throws Exception {
        Path list = LabPki.open(Path.of(dir), CaEnvironment.forTests()).revocationListOf(LabAuthority.TUNNEL);
        byte[] before = Files.readAllBytes(list);

        assertThat(certs("renew", "--dir", dir).exitCode()).isZero();
        assertThat(list).exists();
        assertThat(Files.readAllBytes(list)).isNotEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "issue --kind client --name PC03 --key rsa1024 | rsa2048, rsa4096, p256",
                "issue --kind printer --name PC03 | client, server, tunnel, connection-point, mp",
                "issue --kind client --name PC03 --san a_b | is no host name",
                "issue --kind client --name PC03 --days 0 | --days 397",
                "issue --kind server --name granite-falls.corp.example | no dash",
                "issue --kind server --name *.corp.example | give the service name too",
                "issue --kind connection-point --name me | 5f0c7a52-0d0f-4a54-9c9f-0a3b6f1f2d11",
                "issue --kind client --name PC03 --p12 --password-file none.txt | none.txt: no such file",
                "revoke zz | neither a file nor a serial number",
                "revoke 1234 | no certificate 1234 was issued",
                "revoke 1234 --reason mood | keyCompromise",
                "make --service-name ab.example | 3 to 24",
                "make --service-name granite.example --crl-url ftp://x/ | http://crl.corp.example/crl/",
                "issue --kind client | --name",
                "issue --kind client --name PC03 --colour red | --colour",
                "sell | sell"
            })
    void refusesInvalidInputWithOneLine(String line, String message) {
        String[] arguments = (line + (line.startsWith("sell") ? "" : " --dir " + dir)).split(" ", -1);
        CommandResult refused = certs(arguments);

        assertThat(refused.exitCode()).isEqualTo(line.contains("none.txt") ? 1 : 2);
        assertOneLine(refused.err(), "certs", message);
        assertThat(refused.out()).isEmpty();
    }

    @Test
    void listsTheSubcommandsWhenNoneIsGiven() {
        CommandResult nothing = certs();

        assertThat(nothing.exitCode()).isEqualTo(2);
        assertOneLine(nothing.err(), "make, issue, revoke, renew or list");
    }

    @Test
    void reportsTheLineOfADamagedIndex(@TempDir Path other) throws IOException {
        LabPki pki = LabPki.make(other.resolve("pki"), LabPlan.forService("granite.example"), CaEnvironment.forTests());
        Path index = LabAuthority.ISSUING.indexFile(pki.directory());
        String kept = Files.writeString(index, "revocation-list 1\nnonsense\n").toString();
        CommandResult indexEntries = certs("list", "--dir", pki.directory().toString());

        assertThat(indexEntries.exitCode()).isEqualTo(1);
        assertOneLine(indexEntries.err(), kept, "line 2 is damaged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"make", "issue", "revoke", "renew", "list"})
    void showsExamplesInItsHelp(String subcommand) {
        CommandResult help = certs(subcommand, "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Examples:", "  certs " + subcommand + " --dir pki");
    }

    private static void assertOneLine(String text, String... parts) {
        assertThat(text.strip().lines()).hasSize(1);
        assertThat(text).contains(parts);
    }
}
