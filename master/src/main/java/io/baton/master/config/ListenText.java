package io.baton.master.config;

import io.baton.protocol.ListenAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Listeners as an operator writes them, each in a text of its own: {@code [NAME=]HOST:PORT}, {@code [NAME=]*:PORT},
 * {@code [NAME=][::1]:PORT} or {@code [NAME=]unix:PATH[,mode=660][,owner=USER[:GROUP]]}.
 */
record ListenText() implements Syntax<List<String>> {

    private static final String UNIX = "unix:";
    private static final String MODE = "mode=";
    private static final String OWNER = "owner=";
    private static final String EXPECTED =
            "HOST:PORT, *:PORT, [::1]:PORT or unix:/run/app.sock,mode=660,owner=user:group";

    @Override
    public List<String> parse(String text) {
        ListenConfig unused = listener(text, ListenConfig.HTTP, Surroundings.NONE);
        return List.of(text.strip());
    }

    @Override
    public String show(List<String> value) {
        return String.join(" ", value);
    }

    @Override
    public String label() {
        return "WHERE";
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public List<String> join(List<String> first, List<String> second) {
        return new Words("").join(first, second);
    }

    /**
     * The listener that a text means.
     *
     * @param otherwise its name if it has none
     * @param surroundings where a relative path begins
     */
    static ListenConfig listener(String given, String otherwise, Surroundings surroundings) {
        String text = given.strip();
        int equals = text.indexOf('=');
        boolean named = equals > 0 && ListenConfig.isName(text.substring(0, equals));
        String name = named ? text.substring(0, equals) : otherwise;
        String where = named ? text.substring(equals + 1) : text;
        return where.startsWith(UNIX)
                ? unix(name, given, where.substring(UNIX.length()), surroundings)
                : new ListenConfig(name, tcp(given, where), SocketAccess.USUAL);
    }

    private static ListenAddress tcp(String given, String where) {
        int colon = where.lastIndexOf(':');
        String host = colon < 0 ? "" : where.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        if (bracketed != bare.indexOf(':') >= 0 || containsAny(bare, " /,=[]")) {
            throw Syntax.misfit(given, EXPECTED);
        }
        String port = where.substring(colon + 1);
        boolean number = !port.isEmpty() && port.length() <= 9;
        for (int i = 0; i < port.length(); i++) {
            number &= port.charAt(i) >= '0' && port.charAt(i) <= '9';
        }
        if (!number) {
            throw Syntax.misfit(given, EXPECTED);
        }
        return ListenAddress.tcp(bare.isEmpty() || bare.equals("*") ? null : bare, Integer.parseInt(port));
    }

    private static ListenConfig unix(String name, String given, String text, Surroundings surroundings) {
        String path = text;
        int mode = SocketAccess.USUAL.mode();
        String owner = null;
        for (int comma = path.lastIndexOf(','); comma >= 0; comma = path.lastIndexOf(',')) {
            String option = path.substring(comma + 1);
            if (option.startsWith(MODE)) {
                mode = mode(given, option.substring(MODE.length()));
            } else if (option.startsWith(OWNER)) {
                owner = option.substring(OWNER.length());
            } else if (option.indexOf('=') >= 0) {
                throw Syntax.misfit(given, "mode=660 or owner=user:group behind a comma");
            } else {
                // A path may have commas.
                break;
            }
            path = path.substring(0, comma);
        }
        if (path.isBlank() || path.startsWith("@") || path.endsWith("/") || path.indexOf('\0') >= 0) {
            throw Syntax.misfit(given, "a path of the file system behind unix:");
        }
        Path absolute = surroundings
                .located(Operator.path(Keys.LISTEN.name(), path))
                .toAbsolutePath()
                .normalize();
        return new ListenConfig(name, ListenAddress.path(absolute.toString()), access(given, mode, owner));
    }

    private static SocketAccess access(String given, int mode, @Nullable String owner) {
        if (owner == null) {
            return new SocketAccess(mode, null, null);
        }
        int colon = owner.indexOf(':');
        String user = colon < 0 ? owner : owner.substring(0, colon);
        String group = colon < 0 ? null : owner.substring(colon + 1);
        if ((user.isEmpty() && group == null) || (group != null && group.isEmpty())) {
            throw Syntax.misfit(given, "owner=user, owner=user:group or owner=:group");
        }
        return new SocketAccess(mode, user.isEmpty() ? null : user, group);
    }

    private static int mode(String given, String digits) {
        try {
            int mode = Integer.parseInt(digits, 8);
            if (mode >= 0 && mode <= 0777 && digits.length() >= 3 && Character.isDigit(digits.charAt(0))) {
                return mode;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw Syntax.misfit(given, "mode=600 to mode=777, in octal digits");
    }

    private static boolean containsAny(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }
}
