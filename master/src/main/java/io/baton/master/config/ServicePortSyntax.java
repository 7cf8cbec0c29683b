package io.baton.master.config;

import java.util.List;
import java.util.Map;

/** A port, or the ports outside and inside of a server. */
record ServicePortSyntax() implements Syntax<ServicePort> {

    private static final String RANGE = "0.." + ServicePort.MOST;
    private static final String EXPECTED = "a whole number";
    private static final String EXPECTED_PAIR = "OUTSIDE:INSIDE, two ports of 1..65535, as 80:8080";

    @Override
    public ServicePort parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            int port = number(text, text, EXPECTED);
            if (port < 0 || port > ServicePort.MOST) {
                throw Syntax.misfit(text, RANGE);
            }
            return new ServicePort(port);
        }
        int outside = number(text, text.substring(0, colon), EXPECTED_PAIR);
        int inside = number(text, text.substring(colon + 1), EXPECTED_PAIR);
        if (outside < 1 || outside > ServicePort.MOST || inside < 1 || inside > ServicePort.MOST) {
            throw Syntax.misfit(text, EXPECTED_PAIR);
        }
        return new ServicePort(outside, inside);
    }

    private static int number(String text, String part, String expected) {
        try {
            // Too long a number is out of the range, as any that is a little too large.
            return (int) Math.min(Math.max(Long.parseLong(part), -1), ServicePort.MOST + 1);
        } catch (NumberFormatException e) {
            throw Syntax.misfit(text, expected);
        }
    }

    @Override
    public void require(String name, ServicePort value) {
        if (value.outside() < 0 || value.outside() > ServicePort.MOST) {
            throw Syntax.misfit(name + ": " + value, RANGE);
        }
    }

    @Override
    public String show(ServicePort value) {
        return value.toString();
    }

    @Override
    public String label() {
        return "N";
    }

    @Override
    public String expected() {
        return EXPECTED;
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of(
                "anyOf",
                List.of(
                        Map.of("type", "integer", "minimum", 0, "maximum", ServicePort.MOST),
                        Map.of("type", "string", "pattern", "^[0-9]+(:[0-9]+)?$")));
    }
}
