package io.baton.master.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a verb is for.
 *
 * @param text as the operator named it
 * @param member null if there is none of that name
 * @param slot a number in the application; {@link #WHOLE} for all of it
 */
public record Target(String text, @Nullable Member member, int slot) {

    /** The whole application. */
    public static final int WHOLE = 0;

    /** The word for every application. */
    public static final String ALL = "all";

    /**
     * Finds what an operator names: {@code all}, an application's name, {@code NAME:SLOT}, or the id of a slot.
     *
     * @return one target, or for {@code all} one for each application
     */
    public static List<Target> of(Applications applications, String text) {
        List<Target> found = new ArrayList<>();
        if (text.equals(ALL)) {
            applications.all().forEach(member -> found.add(new Target(member.name(), member, WHOLE)));
            return found;
        }
        found.add(one(applications, text));
        return found;
    }

    /** The application. Only if there is one. */
    public Member requireMember() {
        return Objects.requireNonNull(member, text);
    }

    /** Why there is none. */
    public Outcome.Refused unknown(Applications applications) {
        boolean slotOfOne = text.indexOf(':') > 0 && applications.named(text.substring(0, text.indexOf(':'))) != null;
        return new Outcome.Refused(
                Refusal.NO_SUCH_APP,
                slotOfOne ? text + ": no such worker" : text + ": no such application (" + applications.names() + ")");
    }

    private static Target one(Applications applications, String text) {
        Member named = applications.named(text);
        if (named != null) {
            return new Target(text, named, WHOLE);
        }
        int colon = text.lastIndexOf(':');
        Member before = colon > 0 ? applications.named(text.substring(0, colon)) : null;
        int number = number(text.substring(colon + 1));
        if (before != null) {
            return before.group().records().has(number)
                    ? new Target(text, before, number)
                    : new Target(text, null, WHOLE);
        }
        if (colon < 0 && number >= 0) {
            for (Member member : applications.all()) {
                Integer slot = member.group().records().slotOf(number);
                if (slot != null) {
                    return new Target(text, member, slot);
                }
            }
        }
        return new Target(text, null, WHOLE);
    }

    /** -1 if it is none. */
    private static int number(String text) {
        if (text.isEmpty() || text.length() > 9) {
            return -1;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return -1;
            }
        }
        return Integer.parseInt(text);
    }
}
