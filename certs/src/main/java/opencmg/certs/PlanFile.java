package opencmg.certs;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes the plan of a lab directory. It is written last, so a directory that has it is complete. */
final class PlanFile {

    private PlanFile() {}

    static Path in(Path directory) {
        return directory.resolve("pki.properties");
    }

    static void write(Path directory, LabPlan plan) throws IOException {
        URI lists = plan.crlBaseUrl();
        String text =
                "# What this lab PKI was made for, by \"opencmg certs make\". For tests only: never trust it elsewhere.\n"
                        + "serviceName = " + plan.service() + "\n"
                        + "wildcard = " + plan.wildcard() + "\n"
                        + "names = " + String.join(" ", plan.additionalNames()) + "\n"
                        + "connectionPoint = " + plan.connectionPoint() + "\n"
                        + "siteCode = " + plan.siteCode() + "\n"
                        + "managementPoint = " + plan.managementPoint() + "\n"
                        + "key = " + plan.key().option() + "\n"
                        + (lists == null ? "" : "revocationListsAt = " + lists + "\n");
        AtomicFile.write(in(directory), text.getBytes(StandardCharsets.UTF_8));
    }

    static LabPlan read(Path directory) throws IOException {
        Properties lines = new Properties();
        try {
            lines.load(new StringReader(Files.readString(in(directory))));
        } catch (NoSuchFileException e) {
            throw new InvalidCertificateRequestException(
                    directory + " holds no PKI; make one with  opencmg certs make --dir " + directory
                            + " --service-name granitefalls.corp.example");
        }
        try {
            return plan(lines);
        } catch (IllegalArgumentException e) {
            throw new IOException(in(directory) + " is damaged: " + e.getMessage(), e);
        }
    }

    private static LabPlan plan(Properties lines) {
        String lists = lines.getProperty("revocationListsAt");
        String names = required(lines, "names");
        return new LabPlan(
                ServiceName.of(required(lines, "serviceName")),
                Boolean.parseBoolean(required(lines, "wildcard")),
                names.isBlank() ? List.of() : List.of(names.split(" ", -1)),
                UUID.fromString(required(lines, "connectionPoint")),
                lines.getProperty("siteCode", LabPlan.DEFAULT_SITE_CODE), // missing in directories of earlier versions
                required(lines, "managementPoint"),
                KeyKind.ofOption(required(lines, "key")),
                lists == null ? null : URI.create(lists));
    }

    private static String required(Properties lines, String key) {
        @Nullable String value = lines.getProperty(key);
        if (value == null) {
            throw new InvalidCertificateRequestException("the line \"" + key + " = ...\" is missing");
        }
        return value;
    }
}
