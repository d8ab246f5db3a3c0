package opencmg.lab.ccmsetup;

/**
 * The computer that is installed.
 *
 * @param name NetBIOS name
 * @param domainName fully qualified name
 */
public record Computer(String name, String domainName) {

    public Computer {
        if (!name.matches("[A-Za-z0-9-]{1,15}")) {
            throw new BadCommandLine("'" + name + "' is no computer name of 1 to 15 characters, for example PC01");
        }
    }
}
