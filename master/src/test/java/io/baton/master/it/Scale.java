package io.baton.master.it;

/**
 * How much of a fault is injected: each once and briefly in the default test command, with the durations, counts and
 * timeouts of a production server in {@code mvn verify -Pcampaign}. What is promised is the same.
 */
final class Scale {

    /** Whether this is the campaign. */
    static final boolean CAMPAIGN = Boolean.getBoolean("baton.campaign");

    private Scale() {}

    /** One value for every day, another one for the campaign. */
    static <T> T of(T everyDay, T campaign) {
        return CAMPAIGN ? campaign : everyDay;
    }
}
