package io.baton.master.config;

/** What every number of the configuration must pass. */
final class Quantity {

    private Quantity() {}

    static void require(String name, long value, long least, String unit) {
        if (value < least) {
            throw new ConfigException(name + ": " + value + " " + unit + " (expected: >= " + least + " " + unit + ")");
        }
    }
}
