package io.baton.master.config;

/**
 * How an application is reloaded.
 *
 * @param surge how many workers more than usual there may be meanwhile; 0: one is stopped before the next one starts
 * @param trialMs how long the first new worker has to live before it gets connections and the others are replaced
 */
public record ReloadRules(int surge, long trialMs) {

    public ReloadRules {
        Keys.RELOAD_SURGE.require((long) surge);
        Keys.RELOAD_TRIAL.require(trialMs);
    }

    static ReloadRules of(Settings settings) {
        return new ReloadRules(settings.get(Keys.RELOAD_SURGE).intValue(), settings.get(Keys.RELOAD_TRIAL));
    }
}
