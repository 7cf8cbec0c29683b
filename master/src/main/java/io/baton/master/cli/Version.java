package io.baton.master.cli;

import picocli.CommandLine.IVersionProvider;

/** {@code --version}: Baton's, the JVM's and the system's. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String own = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "baton " + (own == null ? "unpackaged" : own),
            "JVM " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
