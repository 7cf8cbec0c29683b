package io.baton.master.cli;

import picocli.CommandLine.IVersionProvider;

/** {@code --version}: Baton's, the JVM's and the system's. */
public final class Version implements IVersionProvider {

    /** Baton's own. */
    public static String own() {
        String own = Version.class.getPackage().getImplementationVersion();
        return own == null ? "unpackaged" : own;
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "baton " + own(),
            "JVM " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
