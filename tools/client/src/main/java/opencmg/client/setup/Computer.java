package opencmg.client.setup;

import java.util.Locale;

/**
 * The computer on which the client is installed.
 *
 * @param name NetBIOS name
 * @param domain the domain it is joined to; empty in a workgroup
 */
public record Computer(String name, String domain) {

    public Computer {
        if (!name.matches("[A-Za-z0-9-]{1,15}") || !domain.matches("[A-Za-z0-9.-]{0,200}")) {
            throw new InvalidCommandLineException(
                    "'" + name + (domain.isEmpty() ? "" : "." + domain)
                            + "' is no computer name of 1 to 15 characters, for example PC01, or PC01.corp.example in a domain");
        }
    }

    /** Parses {@code PC01} for a computer in a workgroup or {@code PC01.corp.example} for one in a domain. */
    public static Computer parse(String text) {
        int dot = text.indexOf('.');
        return dot < 0 ? new Computer(text, "") : new Computer(text.substring(0, dot), text.substring(dot + 1));
    }

    /** The fully qualified name. */
    public String domainName() {
        return name.toLowerCase(Locale.ROOT) + "." + (domain.isEmpty() ? "workgroup.example" : domain);
    }

    /** How log lines describe the computer. */
    String kind() {
        return domain.isEmpty() ? "Workgroup client" : "Domain joined client";
    }
}
