package io.baton.master.config;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Times as crontab(5) writes them: minute, hour, day of the month, month, day of the week. In the time zone of the machine. A
 * time that the clock leaves out in spring does not come that day. The library is loaded only if the operator names such a time.
 */
final class CronTime implements Syntax<String> {

    @Override
    public String parse(String text) {
        try {
            Cron unused = cron(text);
            return text;
        } catch (IllegalArgumentException e) {
            throw Syntax.misfit(text, expected());
        }
    }

    @Override
    public String show(String value) {
        return value;
    }

    @Override
    public String label() {
        return "TIME";
    }

    @Override
    public String expected() {
        return "minute, hour, day, month and day of the week as in crontab(5), as \"0 4 * * *\"";
    }

    /**
     * The first such time after a moment, in milliseconds since 1970; {@link Long#MAX_VALUE} if there is none.
     *
     * @param zone of the machine
     */
    static long next(String text, long afterMs, ZoneId zone) {
        return ExecutionTime.forCron(cron(text))
                .nextExecution(Instant.ofEpochMilli(afterMs).atZone(zone))
                .map(next -> next.toInstant().toEpochMilli())
                .orElse(Long.MAX_VALUE);
    }

    private static Cron cron(String text) {
        return new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
                .parse(text)
                .validate();
    }
}
