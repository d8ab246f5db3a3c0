package opencmg.cli;

import picocli.CommandLine.IVersionProvider;

/** From the manifest of the jar. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"opencmg " + (version == null ? "unpackaged" : version) + ", Java " + Runtime.version()};
    }
}
